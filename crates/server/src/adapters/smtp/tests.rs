//! Against the catcher: what arrives, and what each refusal becomes.

use cairn_domain::clock::Clock;

use super::*;
use crate::embedded::mail::{Fault, MailCatcher, Options as CatcherOptions};

async fn catcher() -> MailCatcher {
    let options = CatcherOptions { smtp: "127.0.0.1:0".parse().unwrap(), http: None, folder: None, clock: Clock::System };
    MailCatcher::start(options).await.unwrap()
}

fn options(catcher: &MailCatcher) -> Options {
    Options {
        host: "127.0.0.1".into(),
        port: catcher.smtp().port(),
        tls: TlsMode::None,
        login: None,
        from_name: "Appointments".into(),
        from_address: "hello@mail.example".into(),
        connections: 4,
        timeout: Duration::from_secs(2),
    }
}

fn mail(to: &str) -> OutgoingMail {
    OutgoingMail {
        to: to.into(),
        subject: "Reminder: Tue 24 Nov, 3:00 PM – señal".into(),
        text: "You have something scheduled.\n.\nDetails: https://example.org/s/abc\n".into(),
        html: "<p>You have something <b>scheduled</b>.</p>".into(),
        message_id: "stable-1@mail.example".into(),
        calendar: Some(CalendarPart {
            method: "REQUEST",
            ics: "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n".into(),
            others: None,
        }),
        unsubscribe_url: Some("https://example.org/e/xyz".into()),
    }
}

#[tokio::test]
async fn a_mail_arrives_whole() {
    let catcher = catcher().await;
    let mailer = SmtpMailer::new(&options(&catcher)).unwrap();
    mailer.check().await.unwrap();
    mailer.deliver(&mail("ana@example.org")).await.unwrap();
    let got = catcher.inbox().wait_for(Duration::from_secs(1), |mail| mail.to == ["ana@example.org"]).await.unwrap();
    assert_eq!(got.from, "Appointments <hello@mail.example>");
    assert_eq!(got.subject, "Reminder: Tue 24 Nov, 3:00 PM – señal");
    assert_eq!(got.text.replace("\r\n", "\n"), mail("").text);
    assert!(got.html.contains("<b>scheduled</b>"));
    assert_eq!(got.message_id.as_deref(), Some("stable-1@mail.example"));
    assert_eq!(got.header("auto-submitted"), Some("auto-generated"));
    assert_eq!(got.header("list-unsubscribe"), Some("<https://example.org/e/xyz>"));
    assert_eq!(got.header("list-unsubscribe-post"), Some("List-Unsubscribe=One-Click"));
    assert_eq!(got.calendar_method.as_deref(), Some("REQUEST"));
    assert!(got.calendar.as_ref().unwrap().starts_with("BEGIN:VCALENDAR"));
    assert_eq!(got.links, ["https://example.org/s/abc"]);
    catcher.stop().await.unwrap();
}

#[tokio::test]
async fn refusals_are_told_apart() {
    let catcher = catcher().await;
    let mailer = SmtpMailer::new(&options(&catcher)).unwrap();
    let faults = catcher.faults();
    faults.next("later@example.org", 1, Fault::Reply(451, "4.3.0 try <later@example.org> later".into()));
    faults.always("gone@example.org", Fault::Reply(550, "5.1.1 <gone@example.org> is no user here".into()));
    faults.always("policy@example.org", Fault::Reply(550, "5.7.1 relaying denied".into()));
    faults.next("slow@example.org", 1, Fault::Silence(Duration::from_secs(5)));
    faults.next("lost@example.org", 1, Fault::KeepAndDrop);

    let error = mailer.deliver(&mail("later@example.org")).await.unwrap_err();
    let MailError::Retry(why) = &error else { panic!("{error:?}") };
    assert_eq!(why.to_string(), "the server asks us to come again (451) 4.3.0", "and not the address");
    mailer.deliver(&mail("later@example.org")).await.unwrap();

    let error = mailer.deliver(&mail("gone@example.org")).await.unwrap_err();
    assert!(matches!(error, MailError::AddressRefused { smtp_code: 550 }), "{error:?}");
    let error = mailer.deliver(&mail("policy@example.org")).await.unwrap_err();
    assert!(matches!(error, MailError::Misconfigured(_)), "{error:?}");
    let error = mailer.deliver(&mail("no address")).await.unwrap_err();
    assert!(matches!(error, MailError::AddressRefused { smtp_code: 553 }), "{error:?}");

    for who in ["slow@example.org", "lost@example.org"] {
        let error = mailer.deliver(&mail(who)).await.unwrap_err();
        assert!(matches!(error, MailError::Retry(_)), "{who}: {error:?}");
        mailer.deliver(&mail(who)).await.unwrap();
    }
    // Taken, connection lost, sent again: twice, but recognisable as one.
    let twice = catcher.inbox().mails(Some("lost@example.org"));
    assert_eq!(twice.len(), 2);
    assert_eq!(twice[0].message_id, twice[1].message_id);

    faults.set_down(true);
    let error = mailer.deliver(&mail("ana@example.org")).await.unwrap_err();
    assert!(matches!(error, MailError::Retry(_)), "{error:?}");
    faults.set_down(false);
    mailer.deliver(&mail("ana@example.org")).await.unwrap();
}

#[tokio::test]
async fn tls_is_never_given_up() {
    let catcher = catcher().await;
    let starttls = SmtpMailer::new(&Options { tls: TlsMode::StartTls, ..options(&catcher) }).unwrap();
    let error = starttls.deliver(&mail("ana@example.org")).await.unwrap_err();
    assert!(matches!(error, MailError::Misconfigured(_)), "{error:?}");
    let login = Some(("user".to_owned(), "secret".to_owned().into()));
    let login = SmtpMailer::new(&Options { login, ..options(&catcher) }).unwrap();
    let error = login.deliver(&mail("ana@example.org")).await.unwrap_err();
    assert!(matches!(error, MailError::Misconfigured(_)), "{error:?}");
    let implicit = SmtpMailer::new(&Options { tls: TlsMode::Implicit, ..options(&catcher) }).unwrap();
    implicit.deliver(&mail("ana@example.org")).await.unwrap_err();
    assert_eq!(catcher.inbox().mails(None).len(), 0);
}

#[tokio::test]
async fn a_server_that_is_not_there_is_for_later() {
    let catcher = catcher().await;
    let options = options(&catcher);
    catcher.stop().await.unwrap();
    let error = SmtpMailer::new(&options).unwrap().deliver(&mail("ana@example.org")).await.unwrap_err();
    assert!(matches!(error, MailError::Retry(_)), "{error:?}");
}

#[tokio::test]
async fn no_more_at_once_than_allowed() {
    let catcher = catcher().await;
    for n in 0..12 {
        catcher.faults().always(&format!("p{n}@example.org"), Fault::Silence(Duration::from_millis(200)));
    }
    let mailer = SmtpMailer::new(&Options { timeout: Duration::from_secs(5), ..options(&catcher) }).unwrap();
    let start = std::time::Instant::now();
    let sends = (0..12).map(|n| {
        let mailer = mailer.clone();
        async move { mailer.deliver(&mail(&format!("p{n}@example.org"))).await.unwrap() }
    });
    futures::future::join_all(sends).await;
    assert!(start.elapsed() >= Duration::from_millis(600), "12 mails of 200 ms by 4 take 3 rounds");
    assert_eq!(catcher.inbox().mails(None).len(), 12);
}
