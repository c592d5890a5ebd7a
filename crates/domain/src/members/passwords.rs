//! Passwords: what is accepted (ASVS 5.0, 6.2) and how they are kept (argon2id).

use std::sync::LazyLock;
use std::time::Duration;

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;

use super::fields::folded;
use crate::ids::Ids;
use crate::problem::{Outcome, Problem, Surprise};

/// Characters, while there is no second factor.
const SHORTEST: usize = 15;
/// Bytes: a megabyte of password is an attack on the hash.
pub(crate) const LONGEST: usize = 256;
/// Each hash takes 19 MiB and most of a core for its time: as many at once as there are cores, a short queue behind.
const QUEUE: usize = 32;
const PATIENCE: Duration = Duration::from_secs(2);

/// Checked when there is no hash to check against, so that an unknown address takes as long as a wrong password.
/// Salt and output are random bytes: no password is known for them.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$2MdW+kRDmOjdUz9DQExG4A$TrV9AHA10nrDmQRfSRnf6M9qAd/pxjkE9y8k/G1Ff5E";

static CORES: LazyLock<usize> = LazyLock::new(|| std::thread::available_parallelism().map_or(2, usize::from));
static HASHING: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(*CORES));
static WAITING: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(*CORES + QUEUE));

fn argon2() -> Result<Argon2<'static>, Surprise> {
    // m = 19 MiB, t = 2, p = 1: OWASP's and ASVS's first choice.
    let params = Params::new(19_456, 2, 1, None).map_err(|_| Surprise::Inconsistent("argon2 parameters"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Runs `work` on a thread of its own, behind the queue.
async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> Result<T, Surprise> + Send + 'static) -> Outcome<T> {
    let busy = || Problem::RateLimited { retry_after_seconds: 2 };
    let _place = WAITING.try_acquire().map_err(|_| busy())?;
    let _turn = tokio::time::timeout(PATIENCE, HASHING.acquire())
        .await
        .map_err(|_| busy())?
        .map_err(|_| Surprise::Inconsistent("the hashing queue is closed"))?;
    Ok(tokio::task::spawn_blocking(work).await??)
}

/// The form in which a password is hashed: the same on every keyboard.
fn normal(password: &str) -> String {
    password.nfc().collect()
}

/// A hash in PHC form.
pub(crate) async fn hash(ids: &Ids, password: &str) -> Outcome<String> {
    let (password, salt) = (normal(password), ids.bytes::<16>());
    in_turn(move || {
        let hash: argon2::password_hash::phc::PasswordHash = argon2()?
            .hash_password_with_salt(password.as_bytes(), &salt)
            .map_err(|_| Surprise::Inconsistent("a password that does not hash"))?;
        Ok(hash.to_string())
    })
    .await
}

/// Whether `password` is the one behind `hash`; takes as long when there is no hash, and is then wrong.
pub(crate) async fn verify(hash: Option<String>, password: &str) -> Outcome<bool> {
    // A password that is too long to be set is wrong, but takes its time like others.
    let fits = password.len() <= LONGEST;
    let password = if fits { normal(password) } else { String::new() };
    let known = hash.is_some();
    let hash = hash.unwrap_or_else(|| NOBODYS.to_owned());
    let matches = in_turn(move || Ok(argon2()?.verify_password(password.as_bytes(), hash.as_str()).is_ok())).await?;
    Ok(matches && known && fits)
}

/// Refuses what would be guessed first. `context` is what an attacker knows: the person's name and address, the center.
pub(crate) fn check(password: &str, context: &[String], field: &str) -> Result<(), Problem> {
    if password.len() > LONGEST {
        return Err(Problem::limit(field, "password_too_long", 256));
    }
    let password = normal(password);
    if password.chars().count() < SHORTEST {
        return Err(Problem::limit(field, "password_too_short", 15));
    }
    let words: Vec<String> =
        context.iter().flat_map(|text| context_words(text)).chain(PRODUCT_WORDS.map(str::to_owned)).collect();
    let mut rest = folded(&password);
    for word in &words {
        rest = rest.replace(word.as_str(), "");
    }
    if rest.chars().count() < 8 {
        return Err(Problem::invalid(field, "password_context"));
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if zxcvbn::zxcvbn(&password, &words).score() < zxcvbn::Score::Three {
        return Err(Problem::invalid(field, "password_weak"));
    }
    Ok(())
}

/// Words of this product and its field: tried first by whoever knows where they are.
const PRODUCT_WORDS: [&str; 6] = ["cairn", "recovery", "sober", "rehab", "password", "contrasena"];

fn context_words(text: &str) -> Vec<String> {
    let text = folded(text);
    let mut words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= 4).map(str::to_owned).collect();
    // The longest first, so that a word inside another does not break it up.
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_opens_its_own_hash_only() {
        let ids = Ids::default();
        let stored = hash(&ids, "tall maple stands by the window").await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(verify(Some(stored.clone()), "tall maple stands by the window").await.unwrap());
        assert!(!verify(Some(stored), "tall maple stands by the windows").await.unwrap());
        assert!(!verify(None, "").await.unwrap());
        assert!(!verify(None, &"x".repeat(100_000)).await.unwrap());
    }

    #[test]
    fn the_hash_of_nobody_is_a_real_one() {
        assert!(argon2::password_hash::phc::PasswordHash::new(NOBODYS).is_ok(), "else unknown addresses answer faster");
        assert!(NOBODYS.contains("m=19456,t=2,p=1"));
    }

    #[test]
    fn what_is_guessed_first_is_refused() {
        let context = ["Río Claro House".to_owned(), "dana.lindqvist@example.org".to_owned()];
        let rule = |password: &str| check(password, &context, "password").err().map(|problem| problem.code().to_owned());
        assert_eq!(rule("short one").as_deref(), Some("password_too_short"));
        assert_eq!(rule(&"ñ".repeat(200)).as_deref(), Some("password_too_long"));
        assert_eq!(rule("rioclarohouse2026").as_deref(), Some("password_context"));
        assert_eq!(rule("Lindqvist-Lindqvist").as_deref(), Some("password_context"));
        assert_eq!(rule("aaaaaaaaaaaaaaaaaaaa").as_deref(), Some("password_weak"));
        assert_eq!(rule("123456789012345678").as_deref(), Some("password_weak"));
        assert_eq!(rule("tall maple stands by the window"), None);
        assert_eq!(rule("correcto caballo batería grapa"), None);
    }
}
