//! What the runners of tests say at their end, as numbers.

/// How nextest's closing line begins.
const NEXTEST: &str = "Summary [";

/// Single tests, as the runner itself counts them; a check without a count of its own is one.
#[derive(Default, Clone, Copy)]
pub(crate) struct Tally {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
    /// Of those that passed: the ones that did so at the second try only.
    pub(crate) flaky: u32,
}

impl Tally {
    /// Of a check that either holds or does not.
    pub(crate) fn of(fine: bool) -> Self {
        Self { passed: u32::from(fine), failed: u32::from(!fine), flaky: 0 }
    }

    pub(crate) fn add(&mut self, more: Self) {
        self.passed += more.passed;
        self.failed += more.failed;
        self.flaky += more.flaky;
    }

    /// What a runner says, line by line. nextest shows what a failed test printed, another runner's closing line with it:
    /// its own comes last and counts them all.
    pub(crate) fn hear(&mut self, line: &str) {
        match Self::said_in(line) {
            Some(all) if line.trim_start().starts_with(NEXTEST) => *self = all,
            Some(more) => self.add(more),
            None => {}
        }
    }

    /// After what failed was tried once more: what went well then has passed, but is told apart.
    pub(crate) fn mended_by(self, again: Self) -> Self {
        let flaky = again.passed.min(self.failed);
        Self { passed: self.passed + flaky, failed: self.failed - flaky, flaky: self.flaky + flaky }
    }

    /// The closing lines of the runners in use:
    /// `Summary [ 4.3s] 17 tests run: 16 passed, 1 failed, 0 skipped` (nextest),
    /// `test result: ok. 17 passed; 0 failed; ...` (cargo), `Tests  1 failed | 12 passed (13)` (Vitest),
    /// and `  5 passed (3.2s)`, `  1 failed` on lines of their own (Playwright).
    pub(crate) fn said_in(line: &str) -> Option<Self> {
        let line = line.trim();
        let closes = line.starts_with(NEXTEST) || line.starts_with("test result:") || line.starts_with("Tests  ");
        let words: Vec<&str> = line.split([' ', ',', ';']).filter(|word| !word.is_empty()).collect();
        let playwright =
            matches!(words.as_slice(), [count, "passed" | "failed" | "flaky", rest @ ..] if is_count(count) && rest.len() <= 1);
        if !closes && !playwright {
            return None;
        }
        let before =
            |what: &str| words.windows(2).find(|pair| pair[1] == what).and_then(|pair| pair[0].parse().ok()).unwrap_or(0);
        let flaky = before("flaky");
        Some(Self { passed: before("passed") + flaky, failed: before("failed"), flaky })
    }
}

fn is_count(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::Tally;

    fn counts(line: &str) -> Option<(u32, u32)> {
        Tally::said_in(line).map(|tally| (tally.passed, tally.failed))
    }

    #[test]
    fn a_second_try_mends_what_it_passes_and_nothing_else() {
        let numbers = |tally: Tally| (tally.passed, tally.failed, tally.flaky);
        let first = Tally { passed: 10, failed: 3, flaky: 0 };
        assert_eq!(numbers(first.mended_by(Tally { passed: 2, failed: 1, flaky: 0 })), (12, 1, 2));
        // It did not get as far as walking anything.
        assert_eq!(numbers(first.mended_by(Tally { passed: 0, failed: 1, flaky: 0 })), (10, 3, 0));
    }

    #[test]
    fn a_failed_test_is_counted_once() {
        let mut tally = Tally::default();
        for line in [
            "    test result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured; 840 filtered out",
            "     Summary [ 406.350s] 842 tests run: 841 passed, 1 failed, 0 skipped",
        ] {
            tally.hear(line);
        }
        assert_eq!((tally.passed, tally.failed), (841, 1));
    }

    #[test]
    fn closing_lines_of_all_runners() {
        assert_eq!(counts("     Summary [   4.350s] 17 tests run: 16 passed, 1 failed, 2 skipped"), Some((16, 1)));
        assert_eq!(counts("test result: FAILED. 15 passed; 3 failed; 0 ignored; 0 measured"), Some((15, 3)));
        assert_eq!(counts("      Tests  1 failed | 12 passed (13)"), Some((12, 1)));
        assert_eq!(counts("  5 passed (3.2s)"), Some((5, 0)));
        assert_eq!(counts("  1 failed"), Some((0, 1)));
        // A second try that went well is no failure, but it is said.
        assert_eq!(counts("  1 flaky"), Some((1, 0)));
        assert_eq!(counts("        PASS [   0.1s] cairn-server passed"), None);
        assert_eq!(counts(" Test Files  3 passed (3)"), None);
    }
}
