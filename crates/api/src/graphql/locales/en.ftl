# Messages of typed problems. Ids are the codes; they say what to do next.
problem-invalid = Check this field and try again.
problem-not-allowed = Your role does not include this. Ask an admin of your center if you need it.
problem-not-found = This is not here any more. Go back and choose again.
problem-conflict = Somebody changed this in the meantime. Look at the new version, then save again.
problem-slot-taken = That time was just taken. Here are the closest free times.
problem-too-late = It is too close to the start to change this online. Call the center and we will help.
problem-rate-limited = That's a lot of tries. You can try again in { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
 }.
problem-step-up-required = Confirm that it is you, then try again.
problem-wrong-code = That code doesn't match. { $left ->
    [0] Ask for a new code.
    [one] You have 1 try left.
   *[other] You have { $left } tries left.
 }
problem-expired = This code or link has expired. Ask for a new one.
problem-center-suspended = The center is paused. You can read everything, but nothing can be changed now.
problem-key-reused = This was sent before with other content. Reload the page and try again.
problem-uuid = Reload the page and try again.
problem-cursor = Reload the list.
problem-in-the-past = Choose a time that is still to come.
problem-too-soon = Choose a later time: this counselor needs more notice.
problem-too-far-ahead = Choose an earlier time: bookings are not open that far ahead.
problem-outside-hours = Choose a time inside the counselor's hours.
problem-off-the-grid = Choose one of the offered start times.
problem-length = Choose 30, 45 or 60 minutes.
problem-same-person = Choose a client who is not the counselor.
problem-no-counselor = Choose a counselor of this client.
problem-client-busy = The client already has a session at that time. Choose another time.
problem-online-link-missing = Add your online link under "My hours" first, or meet in person.
problem-location-missing = Add the place under "My hours" first, or meet online.
problem-already-cancelled = This session is cancelled already.
problem-already-over = This session has already begun. It can't be changed any more.
problem-undo-over = The time to undo is over. Book the session again.
problem-ranges-overlap = These hours overlap. Change one of them.
problem-range-order = The end has to be after the start.
problem-too-many = Use at most { $limit }.
problem-too-long = Use at most { $limit } characters.
problem-out-of-range = Use a number in the allowed range.
problem-link = Enter a web address that begins with https://
problem-date-order = The end has to be after the start.
problem-zone = Choose a time zone from the list.
problem-slot-step = Choose 5, 10, 15, 20, 30 or 60 minutes.
problem-file-type-refused = Choose a PDF, picture, Word, Excel, text or audio file.
problem-name-required = Give the file a name.
problem-name-too-long = Use a file name of at most { $limit } characters.
problem-file-empty = This file is empty. Choose another one.
problem-file-too-large = This file is too large. Files can have up to 25 MB.
problem-checksum-format = The file could not be read. Choose it again.
problem-too-many-uploads-today = That's { $limit } files in one day. You can add more tomorrow.
problem-storage-full = There is no room for more files. Delete one first, or ask your center.
problem-document-not-ready = This file is still being checked. Try again in a moment.
problem-required = Fill in this field.
problem-name-characters = Use letters, numbers and common signs only, on one line.
problem-email-format = Enter an e-mail address like name@example.org.
problem-email-in-use = Somebody in this center already has this address. Look for them under "People".
problem-slug-format = Use 3 to 40 small letters, numbers and single dashes.
problem-slug-reserved = This address is kept for the product itself. Choose another one.
problem-slug-taken = Another center has this address. Choose another one.
problem-center-name-length = Use 2 to { $limit } characters.
problem-phone-format = Enter a phone number with 3 to 20 digits, for example +1 555 010 0199.
problem-roles-required = Choose at least one role.
problem-only-for-clients = Only clients have a counselor and a program. Leave this empty, or choose the role "client".
problem-counselor-unknown = Choose a counselor or peer mentor of this center.
problem-program-unknown = Choose one of the center's programs.
problem-code-format = Enter the six digits from the mail.
problem-sign-in-failed = E-mail address and password don't fit together. Try again, or let us send you a code.
problem-wrong-password = That is not your password. Try again, or use a code.
problem-password-too-short = Use at least { $limit } characters. A few words in a row work well.
problem-password-too-long = This password is too long. Use a shorter one.
problem-password-context = This is too close to your name, your address or the center's name. Choose something else.
problem-password-weak = This would be guessed quickly. Try a few words that have nothing to do with each other.
problem-step-required = This step can't be skipped.
problem-setup-incomplete = Finish the open steps first.
problem-already-accepted = This invitation was accepted already.
problem-already-revoked = This invitation was withdrawn. Invite the person again.
problem-reason-required = Say why. The center's own records will show that you did this.
problem-care-open = First settle { $sessions ->
    [one] the session that is
   *[other] the { $sessions } sessions that are
 } still ahead: move or cancel. Then give { $clients ->
    [one] 1 client
   *[other] { $clients } clients
 } another counselor.
problem-care-open-sessions = First move or cancel { $sessions ->
    [one] the session that is
   *[other] the { $sessions } sessions that are
 } still ahead.
problem-care-open-clients = First give { $clients ->
    [one] 1 client
   *[other] { $clients } clients
 } another counselor: nobody else sees them.
problem-last-admin = The center needs an admin. Give somebody else this role first.
problem-still-invited = The invitation is still open. Withdraw it and invite the person again.
problem-member-ended = This person is not in the center any more. Invite them again.
problem-not-yourself = You can't pause yourself. Ask another admin.
problem-message-characters = Something in this text can't be shown: invisible marks or control characters. Type it anew, please.
problem-agreement-first = The group's agreement has changed. Read and accept it, then write.
problem-message-too-old = Messages can be changed for 15 minutes. You can still take it back, or write another one.
problem-message-gone = This message was taken back or hidden meanwhile.
problem-own-message = This is your own message. You can take it back at any time.
problem-mute-facilitator = Whoever facilitates can't be muted: they speak when the group has to know something.
problem-mute-yourself = You can't mute yourself.
problem-own-case = This is about you. Somebody else looks at it.
problem-verdict-facilitator = This is about somebody who facilitates. Hide or keep the message, and talk to them.
problem-case-verdict = This can't be decided here. Choose one of the offered answers.
problem-pause-days = Choose 1 to { $limit } days.
problem-appeal-by-another = You decided the removal, so somebody else looks at the appeal.
# Meetings of a group while they happen, and what remains of them.
problem-turn-length = A turn lasts between 30 seconds and an hour.
problem-step-title = Give the group's own step a title.
problem-step-minutes = A step lasts 1 to { $limit } minutes.
problem-no-turns = This kind of meeting has no turns.
problem-order-is-fixed = In this round the order is fixed. Change the order first.
problem-not-waiting = They had their turn already, or are not in this round.
problem-pick-next = Choose who is next.
problem-round-over = Everybody had a turn. Begin a new round, or go on to the next step.
problem-nobody-speaks = Nobody has the turn right now.
problem-had-a-turn = Somebody in this order had their turn already.
problem-no-such-step = The sheet ends here.
problem-not-in-the-room = Only people who are in the meeting can have a turn. Note that they came first.
problem-meeting-not-live = The meeting is not running. Begin it first.
problem-meeting-state = That does not fit how the meeting stands. Look at it again.
problem-meeting-not-held = Notes are signed when the meeting was held.
problem-meeting-cancelled = This meeting was cancelled.
problem-too-early = It is too early. The doors open 15 minutes before the start.
problem-not-online = This meeting is in person only.
problem-check-in-code = That code doesn't match. Look at the sign again, or ask the person who leads.
problem-attendance-closed = Attendance can be put right for { $limit } days after the meeting.
problem-attendance-mode = Choose in person or online.
problem-time-required = Say when. After the meeting nobody can guess it.
problem-time-outside = That time is outside the meeting, or still to come.
problem-note-signed = This part is signed and does not change any more.
problem-nothing-to-sign = There is nothing to sign yet.
problem-names-someone = This part names { $alias }. Nobody's copy may name somebody else. Say it without the name.
problem-names-someone-otherwise = This part names somebody of the group by a name they use elsewhere. Say it without the name.
problem-did-not-come = Only people who came can answer.
problem-pulse-closed = You can answer from the beginning of the meeting until a day after it.
problem-too-many-months = Choose at most { $limit } months.
problem-proof-says-nothing = Choose at least one of: dates, minutes, number of meetings.
problem-range-too-long = Choose at most { $limit } days.
problem-nothing-to-prove = Nothing is noted for you in these groups and days.
# The center's public feed, and the meetings of others.
problem-public-address-missing = Say where the group meets, or, online, in which city: without a place nobody finds it.
problem-public-address-area = An online group needs city and state without a street, for example Portland, ME, USA. A street address would send people to a door.
problem-public-address-street = Write street, city and state, for example 12 Quay Street, Portland, ME 04101, USA.
problem-public-link-missing = An online group is shown as inactive without a link or a number that everybody may use. Add one, or keep the group to members.
problem-public-link-provider = Meeting lists only know links of video services that open the meeting itself, for example https://zoom.us/j/123456789.
problem-public-phone-short = A number to call in has at least 10 digits.
problem-feed-center-closed = The center is not open, so nothing is in its feed.
problem-feed-group-closed = Only active groups are in the feed.
problem-feed-not-weekly = Meeting lists know weekly meetings only. This group meets in another rhythm, so it is left out.
problem-feed-resting = No meeting is planned in the next two weeks. The group comes back to the feed by itself.
problem-feed-import-state = That does not fit how far this import is. Look at it again.
problem-feed-import-running = Another import is being applied. Wait until it is done.
problem-feed-import-not-newest = Only the newest applied import can be undone. Undo the later ones first.
problem-too-many-imports-today = At most { $limit } files a day. Come back tomorrow.
# Programs, and ways through them.
problem-illegal-move = That step is not possible from here. Look at how it stands now.
problem-program-full = All places of this program are taken or kept for somebody.
problem-program-not-open = This program takes nobody right now.
problem-program-in-use = Somebody has been in this program, so it is not a draft any more. Close it to new people instead.
problem-cohort-full = This cohort is full.
problem-cohort-closed = This cohort takes nobody any more.
problem-cohort-in-use = Somebody is in this cohort or waits for it.
problem-phase-in-use = Somebody is in this phase. Move them on first.
problem-aftercare-circle = Aftercare goes one step: a program that leads on to another cannot be where people go on to.
problem-aftercare-choice = Choose as long as wanted, until a day, or no.
problem-template-unknown = There is no such template.
problem-before-start = The end is before the beginning.
problem-before-previous-move = This day is before the step before it.
problem-in-the-future = That day is still to come.
problem-too-long-ago = Choose a day within the last { $limit } days.
problem-has-a-place = They have a place in another program. End or move that first.
problem-already-enrolled = They are in this program, or in line for it, already.
problem-not-in-program = They are not in the program right now.
problem-not-waiting-for-program = This is for people who wait for a place.
problem-enrollment-closed = This way through the program is over.
problem-peer-unknown = Choose an active peer mentor, counselor or facilitator.
problem-nothing-to-review = There is nothing to look at here any more.
problem-review-by-another = You asked for this, so somebody else looks at it.
# Mentorship.
problem-language-tag = Write a language as a short code, for example en or es.
problem-backup-unknown = Choose somebody who mentors here, and is not you.
problem-supervisor-unknown = Choose a supervisor of this center who is not the mentor.
problem-mentor-state = That does not fit how far this mentor is. Look at it again.
problem-background-check-missing = Note the day of the background check first.
problem-credential-expired = A credential has run out. Note the new one first.
problem-mentor-has-pairs = This mentor still walks with somebody. Hand them over or say goodbye first.
problem-in-the-future = Choose a day that is not in the future.
problem-word-unknown = Choose a word from the list.
problem-conflict-known = This is noted already.
problem-has-a-mentor = There is a mentor already. Say goodbye first, or ask for somebody else there.
problem-pair-not-possible = These two can't be asked now. Choose somebody else.
problem-mentorship-state = That does not fit how this stands. Look at it again.
problem-end-reason = Choose one of the other reasons.
problem-backup-consent-missing = The person has not said that somebody else may take over. Ask them first.
problem-backup-unavailable = The person who stands in can't take anybody right now.
problem-proposal-settled = This proposal was published or let go already.
problem-story-state = That does not fit how far this story is. Look at it again.
problem-consent-required = This needs your yes.
problem-ends-before-start = The end comes before the beginning.
problem-hours-overlap = Two of these times overlap.
# The hour itself, notes, service lines.
problem-session-state = That does not fit how far this session is. Look at it again.
problem-session-too-early = It is too early. This is possible from half an hour before the start.
problem-session-not-begun = The session has not begun yet. Wait a little.
problem-whereabouts-first = Ask first where the person is right now, so that help could find them. They don't have to say.
problem-session-online-only = This is only asked for sessions at a distance.
problem-session-too-long = A session lasts at most { $limit } hours.
problem-far-from-plan = That is more than { $limit } hours away from what was planned. Look at the day again.
problem-session-not-over = End the session first, or say that it was missed. Then the note can be signed.
problem-prompt-unknown = This question is not in the template any more. Reload the page; your text is kept.
problem-no-draft = There is nothing to write in yet.
problem-session-note-signed = This note is signed and does not change any more. Add an addendum.
problem-note-set-aside = There is text that was set aside because somebody saved a newer version. Look at it, then let it go or take it over.
problem-too-many-copies = { $limit } texts are set aside already. Look at them first.
problem-line-exported = This session went to the payer already. Its times can be put right once the payer has answered.
problem-line-state = That does not fit how far this line is. Look at it again.
problem-nothing-ready = No line of this payer is ready for these days.
problem-rules-not-sound = Something in these rules can't be right. Check the code, the modifiers and the numbers.
problem-name-in-use = There is one with this name already.
problem-coverage-overlaps = Somebody else pays for this client on some of these days. Each day has one payer.
