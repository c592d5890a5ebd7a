# Mails. Whoever looks over the reader's shoulder learns that something is planned, and when: never with whom, where,
# or what for. A test reads the delivered bytes for words that say more.

footer = This message was sent automatically. Replies are not read.
hello = Hello,

session-booked-subject = You have something planned: { $day }, { $time }
session-booked-lead = You have something planned:
session-moved-subject = Changed: { $day }, { $time }
session-moved-lead = Something you had planned has a new time:
session-cancelled-subject = Cancelled: { $day }, { $time }
session-cancelled-lead = This is cancelled:
session-elsewhere-subject = Somewhere else: { $day }, { $time }
session-elsewhere-lead = Something you had planned takes place somewhere else. The time stays the same:
session-elsewhere-after = Please look where before you set out. What you have planned for later may be somewhere else, too.
session-when = { $day }, { $time }
session-when-zone = { $day }, { $time } ({ $zone })
session-details = Details and changes after you open this link:
session-button = See details
session-calendar = The attached file updates your calendar. It only says that you are busy. A yes or no that you give in the calendar does not reach anybody.
session-calendars = The attached files update your calendar: the first time by itself, the others when you open the file. They only say that you are busy. A yes or no that you give in the calendar does not reach anybody.
session-others = It is the same for:
session-others-more = and { $count } more, until { $day }

reminder-today = Today at { $time }
reminder-tomorrow = Tomorrow at { $time }
reminder-later = { $day }, { $time }
reminder-lead = You have something planned:
reminder-choices = Choose what to be reminded of:
reminder-choices-button = Reminder choices

invitation-subject = An invitation for you
invitation-lead = Somebody you know has set up an account for you. Open the link to see who, and to say yes or no.
invitation-button = Open the invitation
invitation-until = The link works once, until { $day }, { $time } ({ $zone }). If you did not expect this, you can ignore it.

code-subject = Your sign-in code
code-lead = Type this code to sign in:
code-confirm-subject = Your confirmation code
code-confirm-lead = Type this code to go on:
code-open = Or open the page where the code goes:
code-button = Open the page
code-until = The code works once, until { $time } ({ $zone }). Nobody will ever ask you for it. If you did not ask for a code, you can ignore this.

notice-subject = A change to how you sign in
notice-lead = Something about how you sign in was changed, for example your password. If that was you, there is nothing to do.
notice-otherwise = If it was not you, sign in with a code by email, choose a new password, and sign out everywhere:
notice-button = Sign in

new-subject = Something new for you
new-lead = There is something new for you to read.
times-subject = Your times have changed
times-lead = Some of what you had planned is at other times now, or rests for a while.
new-read = It is there after you sign in:
new-button = Sign in
new-choices = Choose whether you get mails like this:
new-choices-button = Mail choices

answer-subject = Please answer by { $day }
answer-lead = Something waits for your answer.
answer-until = Until { $day }, { $time }
