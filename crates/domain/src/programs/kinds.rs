//! What programs, and ways through them, can be. Names are those of the tables; the words people read live at the edge.

use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::groups::kinds;

kinds! {
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
        /// Without an end: whoever leaves makes room.
        Rolling,
    }
    IntakeKind { Document, Form, Task }
    IntakeOwner { Client, Staff }
    EnrollmentState { Inquiry, Waitlisted, Offered, Intake, Active, OnHold, Discharged, Aftercare, Closed }
    /// Why somebody moved, where the move does not say it.
    MoveReason { Withdrawn, Declined, Expired, Transferred, Returned, AftercareOver, AccountEnded }
    /// Who goes first in line; the order is the one here.
    #[derive(PartialOrd, Ord)]
    Priority { PregnantInjecting, Pregnant, Injecting, None }
    /// The standard reasons (TEDS).
    DischargeReason {
        Completed, LeftAgainstAdvice, TerminatedByFacility, Transferred, Incarcerated, Death, Other, Unknown,
    }
    DischargeState {
        /// For a supervisor.
        Waiting,
        Done, Refused,
    }
    GivenOrDeclined { Given, Declined }
    AftercareChoice { AsLongAsWanted, Until, No }
    ContactKind { Call, Message, Visit, InPerson }
    /// How it is, in one word.
    CheckInWord { Steady, Hopeful, Tired, Shaky, NeedSomebody }
}

impl EnrollmentState {
    /// Nobody else can have the place meanwhile.
    pub fn takes_place(self) -> bool {
        matches!(self, Self::Offered | Self::Intake | Self::Active | Self::OnHold)
    }

    /// In the program: one place a client.
    pub fn is_in(self) -> bool {
        matches!(self, Self::Intake | Self::Active | Self::OnHold)
    }

    pub fn waits(self) -> bool {
        matches!(self, Self::Waitlisted | Self::Offered)
    }

    /// One a client and program.
    pub fn is_live(self) -> bool {
        self == Self::Inquiry || self.waits() || self.is_in()
    }
}

/// The state machine: where a way through a program goes from here; from `None`, how it begins. Everything that moves
/// somebody asks this, and a test tries every other pair.
pub fn next(from: Option<EnrollmentState>) -> &'static [EnrollmentState] {
    use EnrollmentState::{Active, Aftercare, Closed, Discharged, Inquiry, Intake, Offered, OnHold, Waitlisted};
    match from {
        None => &[Inquiry, Waitlisted, Intake, Active],
        // Into intake when there is room.
        Some(Inquiry) => &[Waitlisted, Intake, Closed],
        Some(Waitlisted) => &[Offered, Closed],
        // Back in line: declined, or expired.
        Some(Offered) => &[Intake, Waitlisted, Closed],
        Some(Intake) => &[Active, Closed],
        Some(Active) => &[OnHold, Discharged],
        Some(OnHold) => &[Active, Discharged],
        Some(Discharged) => &[Aftercare, Closed],
        // Back into a program is a new way.
        Some(Aftercare) => &[Closed],
        Some(Closed) => &[],
    }
}
