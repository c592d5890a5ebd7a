// What the screens build with. Forms (./form), overlays (./overlay) and fields (./fields) are imported on their own, so that
// pages without them stay small.
export { Avatar } from "./avatar";
export { Button, ButtonAnchor, ButtonLink, buttonClass, IconButton } from "./button";
export { ErrorNotice, RouteError, Section, useErrorText } from "./errors";
export { Fault } from "./fault";
export { Badge, EmptyState, Notice, ProgressBar, Skeleton, SkeletonList } from "./feedback";
export { Card, Facts, PageHeader, Row, Stack, VisuallyHidden } from "./layout";
export { BackLink, OutLink, TextLink } from "./link";
export { MoreButton } from "./more-button";
export { type Column, Table } from "./table";
export { TabLink, TabLinks } from "./tabs";
export { Toaster, toast } from "./toaster";
