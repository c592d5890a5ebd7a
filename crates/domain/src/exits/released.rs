use uuid::Uuid;

/// Something that passed the exit gate.
///
/// Only [`crate::exits`] makes one, after it found a basis and wrote the disclosure row; adapters that let
/// information leave (mail, calendar files, download links, feeds) accept nothing else. So an unguarded exit is a
/// type error, not a review comment.
#[derive(Debug)]
pub struct Released<T> {
    value: T,
    disclosure_id: Uuid,
}

impl<T> Released<T> {
    pub(in crate::exits) fn new(value: T, disclosure_id: Uuid) -> Self {
        Self { value, disclosure_id }
    }

    /// Gives the released facts another form (facts to mail, session to calendar file) without losing the proof.
    pub fn map<U>(self, form: impl FnOnce(T) -> U) -> Released<U> {
        Released { value: form(self.value), disclosure_id: self.disclosure_id }
    }

    /// As [`Released::map`], for forms that can fail.
    pub fn try_map<U, E>(self, form: impl FnOnce(T) -> Result<U, E>) -> Result<Released<U>, E> {
        Ok(Released { value: form(self.value)?, disclosure_id: self.disclosure_id })
    }

    pub fn get(&self) -> &T {
        &self.value
    }

    /// The row that says what left, to whom and why.
    pub fn disclosure_id(&self) -> Uuid {
        self.disclosure_id
    }
}
