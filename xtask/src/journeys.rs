//! What people do, walked through in real browsers with the real server.

use anyhow::Result;

use crate::{
    checks::{Outcome, count},
    demo::Demo,
    needs,
    run::{Call, Root},
};

/// Browsers that go at the same time, each through a world of its own.
const BROWSERS: usize = 2;

/// Where Playwright writes down which journeys failed, and reads which to walk once more; beside what each run leaves.
const FAILED: &str = "test-results/failed-journeys.json";

pub(crate) fn check(root: &Root) -> Result<Outcome> {
    let Some(browser) = needs::browser() else {
        return Ok(Outcome::Skipped("no Chromium could be found or installed".to_owned()));
    };
    root.program()?;
    let walk = |worlds: &[Demo], arguments: &[&str]| {
        let of_all = |part: fn(&Demo) -> &str| worlds.iter().map(part).collect::<Vec<_>>().join(" ");
        let call: Call = root.npm(&["run", "e2e", "--", "--last-failed-file", FAILED]).args(arguments);
        let call = call.env("CAIRN_URL", &of_all(|world| &world.url)).env("CAIRN_INBOX_URL", &of_all(|world| &world.inbox));
        count(call.env("CHROMIUM", &browser))
    };
    let first = walk(&Demo::start_all(root, BROWSERS)?, &[])?;
    if first.failed == 0 {
        return Ok(Outcome::Done(first));
    }
    // In a world that the first try has not changed; and only now is written down step by step what a journey does,
    // which would cost as much as a fifth of the whole run.
    println!("\nwhat failed is walked once more, in a fresh world, and leaves its trace in frontend/test-results/second-try");
    let again = ["--last-failed", "--trace", "retain-on-failure", "--output", "test-results/second-try"];
    Ok(Outcome::Done(first.mended_by(walk(&Demo::start_all(root, 1)?, &again)?)))
}
