// All fields in one place, for screens; each lives in a file of its own so that pages load only what they show.
export { CheckboxGroup } from "./checkboxes";
export { inputClass, itemClass, type Option, popoverClass } from "./field-parts";
export { NativeSelect } from "./native-select";
export { RadioGroup, Segmented } from "./radios";
export { Select } from "./select";
export { Switch } from "./switch";
export { TextField, type TextFieldProps } from "./text-field";
