//! What programs, and ways through them, can be, as the schema spells it.

use async_graphql::Enum;

macro_rules! mirrored {
    ($($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Enum, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl From<cairn_domain::programs::$name> for $name {
            fn from(kind: cairn_domain::programs::$name) -> Self {
                match kind { $(cairn_domain::programs::$name::$variant => Self::$variant),+ }
            }
        }

        impl From<$name> for cairn_domain::programs::$name {
            fn from(kind: $name) -> Self {
                match kind { $($name::$variant => Self::$variant),+ }
            }
        }
    )+};
}

mirrored! {
    /// The usual levels of care.
    ProgramLevel {
        EarlyIntervention, Outpatient, IntensiveOutpatient, PartialHospitalization, Residential, WithdrawalManagement,
        OpioidTreatment, RecoverySupport, Aftercare,
    }
    ProgramState {
        /// Being planned: nobody comes in.
        Draft,
        Open,
        /// To new people; whoever is in stays.
        Closed,
    }
    CohortKind {
        /// Takes people at any time until it ends.
        Open,
        /// Takes nobody after its start.
        Closed,
        /// Whoever leaves makes room.
        Rolling,
    }
    IntakeKind { Document, Form, Task }
    IntakeOwner { Client, Staff }
    EnrollmentState {
        /// Asked; nothing is decided.
        Inquiry,
        /// In line.
        Waitlisted,
        /// A place is kept, for a while.
        Offered,
        /// Has a place; papers and first talks.
        Intake,
        Active,
        /// Away for a while; the place stays theirs.
        OnHold,
        Discharged,
        Aftercare,
        Closed,
    }
    /// Why somebody moved, where the move does not say it.
    MoveReason { Withdrawn, Declined, Expired, Transferred, Returned, AftercareOver, AccountEnded }
    /// Who goes first in line, in this order.
    Priority { PregnantInjecting, Pregnant, Injecting, None }
    /// The standard reasons (TEDS).
    DischargeReason {
        Completed, LeftAgainstAdvice,
        /// Only with a supervisor's confirmation.
        TerminatedByFacility,
        Transferred, Incarcerated, Death, Other, Unknown,
    }
    DischargeState {
        /// For a supervisor to look at.
        Waiting,
        Done, Refused,
    }
    GivenOrDeclined { Given, Declined }
    /// How long aftercare goes on.
    AftercareChoice { AsLongAsWanted, Until, No }
    ContactKind { Call, Message, Visit, InPerson }
    /// How it is, in one word.
    CheckInWord { Steady, Hopeful, Tired, Shaky,
        /// Somebody gets in touch.
        NeedSomebody,
    }
}
