//! What a note asks for, in the language of recovery. Data: the answers are kept by prompt, the questions live here.

use crate::programs::templates::Words;

/// A kind of note.
#[derive(Debug)]
pub struct NoteTemplate {
    /// Stable, for programs; kept with each note.
    pub key: &'static str,
    pub name: Words,
    pub prompts: &'static [NotePrompt],
}

#[derive(Debug)]
pub struct NotePrompt {
    /// Stable within the template.
    pub key: &'static str,
    pub words: Words,
    /// A note is not signed without it.
    pub required: bool,
}

const fn words(en: &'static str, es: &'static str) -> Words {
    Words { en, es }
}

const fn prompt(key: &'static str, words: Words, required: bool) -> NotePrompt {
    NotePrompt { key, words, required }
}

/// In the order in which they are offered. A key is never given to another question: signed notes point to it.
pub const TEMPLATES: &[NoteTemplate] = &[
    NoteTemplate {
        key: "peer_session",
        name: words("Time with a peer", "Tiempo con un par"),
        prompts: &[
            prompt("purpose", words("What did we set out to do?", "¿Qué nos propusimos hacer?"), true),
            prompt(
                "support",
                words(
                    "What did I do as a peer: share, listen, practice, come along, link?",
                    "¿Qué hice como par: compartir, escuchar, practicar, acompañar, conectar?",
                ),
                true,
            ),
            prompt("response", words("What did the person say or do in return?", "¿Qué dijo o hizo la persona?"), true),
            prompt("strengths", words("Strengths I saw", "Fortalezas que vi"), false),
            prompt("next_step", words("The next step, in their words", "El próximo paso, en sus palabras"), true),
        ],
    },
    NoteTemplate {
        key: "counseling_session",
        name: words("Counseling session", "Sesión de consejería"),
        prompts: &[
            prompt("purpose", words("What was this session for?", "¿Para qué fue esta sesión?"), true),
            prompt("together", words("What did we work on, and how?", "¿En qué trabajamos y cómo?"), true),
            prompt("response", words("How was it for the person?", "¿Cómo fue para la persona?"), true),
            prompt("strengths", words("Strengths and supports", "Fortalezas y apoyos"), false),
            prompt("safety", words("Safety: what was said, what was agreed", "Seguridad: qué se dijo, qué se acordó"), false),
            prompt("next_step", words("What we agreed for the next time", "Lo que acordamos para la próxima vez"), true),
        ],
    },
    NoteTemplate {
        key: "reaching_out",
        name: words("We did not meet", "No nos encontramos"),
        prompts: &[
            prompt("happened", words("What happened, as far as we know?", "¿Qué pasó, hasta donde sabemos?"), true),
            prompt("contact", words("How did we reach out, and when?", "¿Cómo y cuándo nos pusimos en contacto?"), true),
            prompt("next_step", words("What comes next, and who does it?", "¿Qué sigue y quién lo hace?"), true),
        ],
    },
];

pub fn find(key: &str) -> Option<&'static NoteTemplate> {
    TEMPLATES.iter().find(|template| template.key == key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_said_once_and_every_question_in_both_languages() {
        let mut keys: Vec<_> = TEMPLATES.iter().map(|template| template.key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), TEMPLATES.len());
        for template in TEMPLATES {
            let mut keys: Vec<_> = template.prompts.iter().map(|prompt| prompt.key).collect();
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), template.prompts.len(), "{}", template.key);
            assert!(template.prompts.iter().any(|prompt| prompt.required), "{}", template.key);
            for words in template.prompts.iter().map(|prompt| prompt.words).chain([template.name]) {
                assert!(!words.en.is_empty() && !words.es.is_empty() && words.en != words.es, "{}: {}", template.key, words.en);
            }
        }
    }

    /// What a payer's manual wants to find: what it was for, what was done, what came of it, what follows.
    #[test]
    fn a_session_note_cannot_be_signed_without_its_four_parts() {
        for key in ["peer_session", "counseling_session"] {
            let required = find(key).unwrap().prompts.iter().filter(|prompt| prompt.required).count();
            assert_eq!(required, 4, "{key}");
        }
    }

    /// Words that judge have no place in a question.
    #[test]
    fn questions_speak_of_people_as_people() {
        for template in TEMPLATES {
            for prompt in template.prompts {
                let text = format!("{} {}", prompt.words.en, prompt.words.es).to_lowercase();
                for word in ["addict", "abuse", "clean", "dirty", "noncompliant", "refused", "failed", "relapse", "patient"] {
                    assert!(!text.contains(word), "{}: {word}", prompt.key);
                }
            }
        }
    }
}
