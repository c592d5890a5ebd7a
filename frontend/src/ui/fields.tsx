// All fields in one place, for screens; each lives in a file of its own so that pages load only what they show.
export { Checkbox, CheckboxGroup, RadioGroup, Segmented, Switch } from "./choices";
export { inputClass, itemClass, type Option, popoverClass } from "./field-parts";
export { NativeSelect } from "./native-select";
export { Select } from "./select";
export { TextField, type TextFieldProps } from "./text-field";
