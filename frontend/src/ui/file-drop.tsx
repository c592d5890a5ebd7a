import { Upload } from "lucide-react";
import { type DragEvent, type ReactNode, useRef, useState } from "react";
import { cx } from "@/lib/cx";
import { Button } from "./button";

/** A place to drop files on, with a button that picks them: both do the same. */
export function FileDrop(props: {
  label: string;
  hint: ReactNode;
  button: string;
  accept?: readonly string[];
  onFiles: (files: readonly File[]) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (files: FileList | null) => files?.length && props.onFiles([...files]);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <section
      aria-label={props.label}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
      className={cx(
        "grid justify-items-start gap-3 rounded-card border-[1.5px] border-dashed p-5 transition-colors duration-120",
        over ? "border-accent bg-accent-soft" : "border-control",
      )}
    >
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={props.accept?.join(",")}
        onChange={(event) => {
          take(event.target.files);
          event.target.value = ""; // the same file can be picked again
        }}
      />
      <Button
        variant="soft"
        icon={<Upload size={20} strokeWidth={1.75} aria-hidden />}
        onPress={() => input.current?.click()}
      >
        {props.button}
      </Button>
      <p className="text-small text-ink-2">{props.hint}</p>
    </section>
  );
}
