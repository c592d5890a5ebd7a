//! Demos of their own for the journeys in a browser: fresh, each in a folder that goes away with it.

use std::{
    io::{BufRead, BufReader},
    path::PathBuf,
    process::Child,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::run::{Call, Root};

const STOP_TIMEOUT: Duration = Duration::from_secs(30);

pub(crate) struct Demo {
    pub(crate) url: String,
    /// Of the page that shows every mail.
    pub(crate) inbox: String,
    child: Child,
    folder: PathBuf,
}

impl Demo {
    /// Starts `count` of them at the same time. Journeys change their world: browsers that go at once want one each.
    pub(crate) fn start_all(root: &Root, count: usize) -> Result<Vec<Self>> {
        std::thread::scope(|scope| {
            let starting: Vec<_> = (0..count).map(|number| scope.spawn(move || Self::start(root, number))).collect();
            starting.into_iter().map(|demo| demo.join().unwrap_or_else(|_| bail!("a demo could not be watched"))).collect()
        })
    }

    /// Starts `cairn demo` and waits until it says where it is.
    fn start(root: &Root, number: usize) -> Result<Self> {
        // Not in the target folder: PostgreSQL's user may not be able to go there.
        let folder = PathBuf::from(format!("/var/tmp/cairn-journeys-{}-{number}", std::process::id()));
        let program = root.binary("debug").to_string_lossy().into_owned();
        let call = Call::new(&program, &root.path(".")).args(&["demo", "--fresh", "--folder"]).arg(&folder.to_string_lossy());
        let mut child = call.start()?;
        let lines = BufReader::new(child.stdout.take().context("the demo says nothing")?).lines();
        let mut demo = Self { url: String::new(), inbox: String::new(), child, folder };
        let mut lines = lines.map_while(Result::ok);
        for line in lines.by_ref() {
            let said = |what: &str| line.trim().strip_prefix(what).map(|rest| rest.trim().to_owned());
            if let Some(url) = said("Cairn is ready:") {
                demo.url = url;
            }
            if let Some(url) = said("Every mail:") {
                demo.inbox = url;
            }
            if !demo.url.is_empty() && !demo.inbox.is_empty() {
                // It goes on talking, and must not find the pipe closed.
                std::thread::spawn(move || lines.for_each(drop));
                return Ok(demo);
            }
        }
        bail!("the demo did not start; what it said is above");
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = Call::new("kill", &PathBuf::from("/")).args(&["-INT", &self.child.id().to_string()]).succeeds();
        let deadline = Instant::now() + STOP_TIMEOUT;
        while matches!(self.child.try_wait(), Ok(None)) {
            if Instant::now() > deadline {
                eprintln!("the demo did not stop and is killed");
                let _ = self.child.kill();
                let _ = self.child.wait();
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
