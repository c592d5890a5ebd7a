//! What the people of the crowd say of themselves, and of whom they hope for.

use cairn_domain::language::Locale;

use super::faces::thrown;

const WISHES_EN: [&str; 12] = [
    "Somebody who has been through court and came out the other side.",
    "A person I can text when the evening gets long.",
    "I would like to walk rather than sit.",
    "Somebody patient. I talk a lot when I am nervous.",
    "Another mother, please.",
    "Somebody who works nights, like me.",
    "I am not sure what I need yet. Somebody kind.",
    "Somebody older than me who still laughs.",
    "I lost my brother last year. Somebody who knows what that is.",
    "Please somebody without church. I have had enough of that.",
    "Somebody who likes cooking. I have to learn to eat again.",
    "A veteran would understand some things faster.",
];
const WISHES_ES: [&str; 6] = [
    "Alguien que hable español y tenga paciencia.",
    "Me gustaría hablar con otra madre.",
    "Alguien que también trabaje de noche.",
    "Una persona con quien caminar y hablar un poco.",
    "Alguien que sepa lo que es estar lejos de la familia.",
    "Todavía no sé bien qué necesito. Alguien amable.",
];
const ABOUT_EN: [&str; 12] = [
    "Nine years on this way. I listen first.",
    "I drive a bus, and I have time after four.",
    "Two kids, one dog, six years. Ask me about any of them.",
    "I was the one who said this would never work for me.",
    "Quiet people are welcome. I am one.",
    "I found my way with medication, and I am glad to talk about it.",
    "I cook for the Sunday group. There is always a plate more.",
    "Spent some years inside. I know the first weeks after it well.",
    "Army, then nothing for a long time, then this.",
    "I work nights at the hospital and answer messages at odd hours.",
    "I came here at nineteen. Young people, I am your person.",
    "Grandmother of five. Nothing shocks me any more.",
];
const ABOUT_ES: [&str; 5] = [
    "Ocho años en este camino. Primero escucho.",
    "Soy madre de dos y sé lo que cuesta pedir ayuda.",
    "Trabajo en la construcción. Después de las cinco tengo tiempo.",
    "Llegué sin conocer a nadie. Sé cómo se siente.",
    "Me gusta caminar por el puerto mientras hablamos.",
];
pub(super) const HELLO: [&str; 6] = [
    "Thank you for yesterday. I slept.",
    "The first week is behind me.",
    "I went to the group on my own, and stayed until the end.",
    "Could we talk on Thursday instead of Friday?",
    "I did not call anybody, and I am still here. That counts, right?",
    "My daughter laughed today. I wanted to tell somebody.",
];

fn of(list: &[&'static str], who: usize) -> &'static str {
    list.get(thrown(who, 60, list.len())).copied().unwrap_or_default()
}

/// Not everybody finds words.
pub(super) fn wish(who: usize, locale: Locale) -> &'static str {
    match locale {
        _ if thrown(who, 61, 5) < 2 => "",
        Locale::En => of(&WISHES_EN, who),
        Locale::Es => of(&WISHES_ES, who),
    }
}

pub(super) fn about(who: usize, locale: Locale) -> &'static str {
    match locale {
        Locale::En => of(&ABOUT_EN, who),
        Locale::Es => of(&ABOUT_ES, who),
    }
}
