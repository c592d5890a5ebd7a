import type { MessageId } from "@/i18n";

const actions = [
  "api_token.create",
  "api_token.revoke",
  "audit.view",
  "availability.set",
  "care.assign",
  "care.end",
  "center.confirm",
  "center.go_live",
  "center.release_slug",
  "center.resume",
  "center.start",
  "center.suspend",
  "center.update",
  "client.view",
  "document.accept",
  "document.complete",
  "document.delete",
  "document.download",
  "document.give_up",
  "document.list",
  "document.upload",
  "document.view",
  "invitation.accept",
  "invitation.resend",
  "invitation.revoke",
  "member.address_failed",
  "member.invite",
  "member.pause",
  "member.reactivate",
  "member.set_password",
  "member.update",
  "program.create",
  "reminders.change",
  "role.grant.admin",
  "role.grant.auditor",
  "role.grant.client",
  "role.grant.counselor",
  "role.grant.facilitator",
  "role.grant.peer_mentor",
  "role.grant.supervisor",
  "role.take.admin",
  "role.take.auditor",
  "role.take.client",
  "role.take.counselor",
  "role.take.facilitator",
  "role.take.peer_mentor",
  "role.take.supervisor",
  "session.book",
  "session.cancel",
  "session.move",
  "session.undo_cancel",
  "sign_in.begin",
  "sign_in.code",
  "sign_in.end",
  "sign_in.password",
  "sign_in.step_up",
  "staff_task.finish",
  "time_off.add",
  "time_off.remove",
] as const;
const purposes = [
  "care",
  "administration",
  "own_data",
  "sign_in",
  "delivery",
  "audit",
  "maintenance",
  "security",
] as const;

/** The message for an action; undefined for one that this version does not know, which is then shown as it is. */
export function actionId(action: string): MessageId | undefined {
  const known = actions.find((one) => one === action);
  return known && `staff.action.${known}`;
}

export function purposeId(purpose: string): MessageId | undefined {
  const known = purposes.find((one) => one === purpose);
  return known && `staff.purpose.${known}`;
}

/** Roles and other actors, as the log writes them. */
export const roleIds: Record<string, MessageId | undefined> = {
  admin: "role.ADMIN",
  supervisor: "role.SUPERVISOR",
  counselor: "role.COUNSELOR",
  peer_mentor: "role.PEER_MENTOR",
  facilitator: "role.FACILITATOR",
  client: "role.CLIENT",
  auditor: "role.AUDITOR",
  member: "staff.actor.member",
  worker: "staff.actor.worker",
  visitor: "staff.actor.visitor",
  operator: "staff.actor.operator",
};
