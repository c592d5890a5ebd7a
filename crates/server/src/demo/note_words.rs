//! Words of invented notes: answers by the keys of the questions.

pub(super) type Note = &'static [(&'static str, &'static str)];

pub(super) const COUNSELING_EN: &[Note] = &[
    &[
        ("purpose", "To look at the plan for evenings, which are the hardest hours."),
        ("together", "We drew the evening by the hour and put one thing that helps beside each of the difficult ones."),
        ("response", "Relieved that the difficult part is two hours and not all night. Laughed about the list of snacks."),
        ("strengths", "Knows exactly which hour it is. A sister who picks up the phone."),
        ("next_step", "Tries the list on three evenings and brings what worked."),
    ],
    &[
        ("purpose", "The first week back at work."),
        ("together", "Practiced what to say when somebody at work asks about the last months, in three lengths."),
        ("response", "Was nervous at the beginning and chose the shortest answer in the end: enough is enough."),
        ("strengths", "A manager who knows, and a colleague who is on the same way."),
        ("next_step", "A walk at lunch on the first two days, and a call on Wednesday."),
    ],
    &[
        ("purpose", "A hard weekend, and what carried through it."),
        ("together", "Went through Saturday slowly. Named what came before, what helped, and who was there."),
        ("response", "Said that it was easier to tell than expected. Tired, and present."),
        ("strengths", "Called before it got too much. Went to the Open door on Sunday."),
        ("safety", "Asked directly. No thoughts of dying. The crisis plan is in the coat pocket and up to date."),
        ("next_step", "Sunday breakfast with a friend, so that the next weekend begins with somebody."),
    ],
    &[
        ("purpose", "Talking with the children about where mom was."),
        ("together", "Wrote down three sentences for the younger one and practiced them. Left out what is not theirs to carry."),
        ("response", "Cried a little, and then wrote the sentences on the phone."),
        ("strengths", "Honesty, and a grandmother who helps."),
        ("next_step", "Talks with the younger one on Saturday, at the playground."),
    ],
    &[
        ("purpose", "Sleep."),
        ("together", "Looked at the sleep diary. Agreed on one change only: the phone stays in the kitchen."),
        ("response", "Skeptical, and willing to try for a week."),
        ("next_step", "Keeps the diary until the next session."),
    ],
    &[
        ("purpose", "What recovery is for: goals for the spring."),
        ("together", "Chose two of seven: the driving test, and a weekend at the lake with the boys."),
        ("response", "Energy in the room. Asked whether it is allowed to want things again."),
        ("strengths", "Plans backward from a date, and keeps lists."),
        ("next_step", "Calls the driving school before Friday."),
    ],
];

pub(super) const COUNSELING_ES: &[Note] = &[
    &[
        ("purpose", "Mirar juntos el plan para las tardes, que son lo más difícil."),
        ("together", "Dibujamos la tarde hora por hora y al lado de cada hora difícil pusimos algo que ayuda."),
        ("response", "Alivio: lo difícil son dos horas, no toda la noche."),
        ("strengths", "Una hermana que siempre contesta."),
        ("next_step", "Probar la lista tres tardes y contar qué funcionó."),
    ],
    &[
        ("purpose", "Volver al trabajo."),
        ("together", "Practicamos qué decir cuando alguien pregunte por los últimos meses."),
        ("response", "Al principio con nervios; al final eligió la respuesta más corta."),
        ("next_step", "Caminar al mediodía los dos primeros días y llamar el miércoles."),
    ],
    &[
        ("purpose", "Un fin de semana duro y lo que ayudó a pasarlo."),
        ("together", "Repasamos el sábado despacio: qué pasó antes, qué ayudó y quién estuvo."),
        ("response", "Dijo que contarlo fue más fácil de lo que pensaba."),
        ("safety", "Pregunté directamente. No piensa en morir. Lleva consigo el plan de crisis."),
        ("next_step", "Desayuno con un amigo el domingo."),
    ],
];

pub(super) const PEER_EN: &[Note] = &[
    &[
        ("purpose", "To hear how the first two weeks were, and to find a rhythm for us."),
        ("support", "Listened mostly. Shared how I got through my own first autumn, because the question came."),
        ("response", "Said it helps to know that somebody else could not sleep either."),
        ("strengths", "Shows up, on foot, in any weather."),
        ("next_step", "“I will call my sister before I decide anything.”"),
    ],
    &[
        ("purpose", "To practice the phone call with the sister."),
        ("support", "We played it twice. I was the sister."),
        ("response", "Found a first sentence that feels true, and wrote it down."),
        ("next_step", "“Saturday, after the walk, I call her.”"),
    ],
];

pub(super) const REACHING_OUT_EN: &[Note] = &[
    &[
        ("happened", "We had agreed to meet and did not. No word beforehand."),
        (
            "contact",
            "Called in the afternoon and left a warm message. An answer came in the evening: the bus, and an empty phone.",
        ),
        ("next_step", "We meet at the next planned time. I call the day before, as they asked me to."),
    ],
    &[
        ("happened", "Did not come today, which is unusual."),
        ("contact", "Two calls, one message that says: no explanation needed, I would like to hear how you are."),
        ("next_step", "I try again tomorrow before noon, and ask the peer mentor to say hello."),
    ],
];

pub(super) const REACHING_OUT_ES: &[Note] = &[&[
    ("happened", "Habíamos quedado y no nos encontramos."),
    ("contact", "Llamé por la tarde y dejé un mensaje amable. Contestó por la noche: se quedó sin batería."),
    ("next_step", "Nos vemos en la próxima hora acordada. Llamo el día anterior."),
]];

/// What all share of a meeting: it names nobody.
pub(super) const CIRCLE_EN: &[&str] = &[
    "One word each to begin with. Then sleep: what helps at three in the morning. Several took the list home.",
    "A minute of quiet, and a round about asking for help before it is urgent: what that sounds like in one's own words.",
    "Weekends, and who there is to call on a Saturday. A lighter evening than the last one, with some laughing.",
    "A round about small things that went well. Those who were tired listened, and that was fine.",
];

pub(super) const CIRCLE_ES: &[&str] = &[
    "Una palabra cada quien para empezar. Después, el descanso: qué ayuda de madrugada. Varias personas se llevaron la lista.",
    "Un minuto de silencio y una ronda sobre pedir ayuda antes de que sea urgente, con las palabras propias.",
    "Los fines de semana y a quién se puede llamar un sábado. Más ligero que la última vez, con algunas risas.",
];
