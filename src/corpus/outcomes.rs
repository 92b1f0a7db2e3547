//! What the platform counts as resolved and bills, beside what the evidence says of it.

use super::End;
use super::figures::Figures;
use super::rate::Rate;
use crate::conversation::Resolution;
use crate::json::fields::{fields, words};
use crate::options::Prices;

/// The modes that say that the customer did not get what they came for. The others say that the bot did harm, whether
/// or not it helped.
const CONTRARY_MODES: [&str; 4] = ["death_loop", "silent_churn", "escalation_burial", "sentiment_collapse"];

/// Confidence is a probability: from here on a finding is more likely right than wrong.
pub const CONTRARY_CONFIDENCE: f64 = 0.5;

/// Whether findings of a mode can speak against a reported resolution of their conversation.
pub fn is_contrary_mode(failure_mode: &str) -> bool {
    CONTRARY_MODES.contains(&failure_mode)
}

/// One line of the ledger: what an outcome was billed for. A conversation has one at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// A resolution that the customer confirmed.
    #[default]
    Confirmed,
    /// The same, but findings speak against it.
    ConfirmedContrary,
    /// A resolution assumed because the customer stopped writing.
    Assumed,
    /// The same, and findings speak against it.
    AssumedContrary,
    /// A resolution without contrary findings whose customer came back in a new conversation within 7 days. Returns to the
    /// same conversation are not billed.
    Returned,
    /// A procedure that ended in a hand-over.
    Handoff,
    /// A lead that was won.
    Qualification,
    /// A lead that was turned away.
    Disqualification,
}

words!(Outcome { Confirmed = "confirmed", ConfirmedContrary = "confirmed_contrary", Assumed = "assumed", AssumedContrary = "assumed_contrary", Returned = "returned", Handoff = "handoff", Qualification = "qualification", Disqualification = "disqualification" });

impl Outcome {
    /// All, in the order of ledgers.
    pub const ALL: [Self; 8] = [
        Self::Confirmed,
        Self::ConfirmedContrary,
        Self::Assumed,
        Self::AssumedContrary,
        Self::Returned,
        Self::Handoff,
        Self::Qualification,
        Self::Disqualification,
    ];

    /// The sales outcome that exports call so.
    pub fn of_sale(word: &str) -> Option<Self> {
        match word {
            "qualified" => Some(Self::Qualification),
            "disqualified" => Some(Self::Disqualification),
            _ => None,
        }
    }

    /// What a conversation is billed for: a sales outcome where there is one, since that is what its agent works for, or
    /// else the AI agent's.
    pub fn of(figures: &Figures, is_contrary: bool, came_back: bool) -> Option<Self> {
        match (figures.sale, figures.resolution) {
            (Some(sale), _) => Some(sale),
            (_, Some(Resolution::ProcedureHandoff)) => Some(Self::Handoff),
            (_, Some(Resolution::Confirmed)) if is_contrary => Some(Self::ConfirmedContrary),
            (_, Some(Resolution::Assumed)) if is_contrary => Some(Self::AssumedContrary),
            (_, Some(Resolution::Confirmed | Resolution::Assumed)) if came_back => Some(Self::Returned),
            (_, Some(Resolution::Confirmed)) => Some(Self::Confirmed),
            (_, Some(Resolution::Assumed)) => Some(Self::Assumed),
            _ => None,
        }
    }

    /// Contrary evidence disputes it. A return alone does not: it may be about another matter.
    pub fn is_disputed(self) -> bool {
        matches!(self, Self::ConfirmedContrary | Self::AssumedContrary)
    }

    fn price(self, prices: &Prices) -> f64 {
        match self {
            Self::Confirmed | Self::ConfirmedContrary | Self::Assumed | Self::AssumedContrary | Self::Returned => {
                prices.resolution
            }
            Self::Handoff => prices.procedure_handoff,
            Self::Qualification => prices.qualification,
            Self::Disqualification => prices.disqualification,
        }
    }
}

/// Resolution as reported, and as the evidence has it. All but `durable` are shares of the conversations in which a bot took part.
#[derive(Debug, Default)]
pub struct ResolutionRates {
    /// Reported as resolved by the bot: confirmed or assumed by the platform; where the export has no such word, closed or
    /// marked as resolved without a message by a person.
    pub reported: Rate,
    /// The customer said that it helped, says the platform.
    pub confirmed: Rate,
    /// The customer stopped writing.
    pub assumed: Rate,
    /// Reported as resolved by the bot, and no finding of a death loop, silent churn, buried escalation or sentiment collapse
    /// with a confidence of 0.5 or more speaks against it.
    pub evidence_adjusted: Rate,
    /// No return of the same contact within 7 days, also in a new conversation; of those reported as resolved by the bot whose
    /// contact is known and whose 7 days lie within the export. A return to the same conversation needs no rule: it takes part
    /// in that conversation's own outcome.
    pub durable: Rate,
    /// Reported as resolved by the bot, but the export ends before their 7 days do: nobody can tell whether they were durable.
    pub durable_unobserved: u64,
}

fields!(ResolutionRates { reported, confirmed, assumed, evidence_adjusted, durable, durable_unobserved });

/// The rates of a file. `durable` and `durable_unobserved` are known from who came back.
pub fn resolution<'a>(
    all: impl Iterator<Item = (&'a Figures, &'a End)> + Clone,
    durable: Rate,
    durable_unobserved: u64,
) -> ResolutionRates {
    let share = |hit: &dyn Fn(&Figures, &End) -> bool| {
        Rate::share(all.clone().filter(|(figures, _)| figures.bot_took_part), |(figures, end)| hit(figures, end))
    };
    ResolutionRates {
        reported: share(&|figures, _| figures.auto_resolved),
        confirmed: share(&|figures, _| figures.resolution == Some(Resolution::Confirmed)),
        assumed: share(&|figures, _| figures.resolution == Some(Resolution::Assumed)),
        evidence_adjusted: share(&|figures, end| figures.auto_resolved && !end.contrary_evidence),
        durable,
        durable_unobserved,
    }
}

/// Billed outcomes times the price list.
#[derive(Debug, Default)]
pub struct Money {
    /// ISO 4217 code.
    pub currency: String,
    /// Billed outcomes.
    pub outcomes: u64,
    /// Their price.
    pub billed: f64,
    /// Billed resolutions that evidence speaks against.
    pub disputed_outcomes: u64,
    /// Their price.
    pub disputed: f64,
    /// The outcomes by what they were billed for; every kind has its line.
    pub ledger: Vec<LedgerLine>,
}

fields!(Money { currency, outcomes, billed, disputed_outcomes, disputed, ledger });

/// All outcomes of one kind.
#[derive(Debug, Default)]
pub struct LedgerLine {
    /// What they were billed for.
    pub outcome: Outcome,
    /// How many.
    pub count: u64,
    /// Their price.
    pub amount: f64,
}

fields!(LedgerLine { outcome, count, amount });

/// What these outcomes cost.
pub fn money(outcomes: impl Iterator<Item = Outcome>, prices: &Prices) -> Money {
    let line = |outcome| LedgerLine { outcome, ..LedgerLine::default() };
    let mut ledger: Vec<LedgerLine> = Outcome::ALL.into_iter().map(line).collect();
    for outcome in outcomes {
        ledger.iter_mut().filter(|line| line.outcome == outcome).for_each(|line| line.count += 1);
    }
    ledger.iter_mut().for_each(|line| line.amount = cents(line.count as f64 * line.outcome.price(prices)));
    let disputed = || ledger.iter().filter(|line| line.outcome.is_disputed());
    Money {
        currency: prices.currency.clone(),
        outcomes: ledger.iter().map(|line| line.count).sum(),
        billed: cents(ledger.iter().map(|line| line.amount).sum()),
        disputed_outcomes: disputed().map(|line| line.count).sum(),
        disputed: cents(disputed().map(|line| line.amount).sum()),
        ledger,
    }
}

/// To two decimals, so that 3 times 0.99 is 2.97.
fn cents(amount: f64) -> f64 {
    (amount * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_whole_cents() {
        assert_eq!(money([Outcome::Assumed; 3].into_iter(), &Prices::default()).billed, 2.97);
    }
}
