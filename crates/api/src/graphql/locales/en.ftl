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
