using System.Globalization;

namespace Enas.Pipeline.Evaluators;

/// <summary>What is said of an evaluator wherever a person reads about a search. What is null is not said.</summary>
public sealed record EvaluatorWords
{
    /// <summary>By what a reward was measured: "so far, by reward 0.9 (accuracy 90.00 %, ...)".</summary>
    public string RewardedBy { get; init; } = "as its evaluator said";

    /// <summary>A reward as a number.</summary>
    public Func<double, string> Reward { get; init; } =
        reward => reward.ToString("F3", CultureInfo.InvariantCulture);

    /// <summary>With what candidates were scored, where finals or a part of the data could be meant: " with the shared weights".</summary>
    public string ScoredWith { get; init; } = string.Empty;

    /// <summary>The scores of a search that networks trained alone are held against: "... and stand-alone validation".</summary>
    public string Scores { get; init; } = "the search's own";

    /// <summary>Where random candidates got the scores that stand beside rewards: "20 random candidates ...".</summary>
    public string RandomOnes { get; init; } = "that were evaluated as all others were";

    /// <summary>How rewards were measured: "rewards are ...".</summary>
    public string Rewards { get; init; } = "what its evaluator said";

    /// <summary>What happens in a step, where the schedule does not say it: "12 ...".</summary>
    public string? InSteps { get; init; }

    /// <summary>Why steps of it failed, after their count.</summary>
    public string FailedSteps { get; init; } = "evaluations; the events step-failed say why";

    /// <summary>Why the choice cannot be trained from scratch; null where it can.</summary>
    public string? Untrainable { get; init; }

    /// <summary>Why a comparison of trained networks cannot be made of such a search; null where it can.</summary>
    public string? Unprovable { get; init; }

    /// <summary>Why its work is never counted; null where a job can have it counted.</summary>
    public string? Uncounted { get; init; }

    /// <summary>What the time of a search is where nothing could be timed.</summary>
    public string Untimed { get; init; } = "not known before the data is there";

    /// <summary>What takes the memory; null where Enas does.</summary>
    public string? Memory { get; init; }

    /// <summary>Why its evaluations cannot be done ahead by others; null where they can.</summary>
    public string? NotAhead { get; init; }

    /// <summary>Why a search has no learning rates.</summary>
    public string WithoutRates { get; init; } = "This strategy trains nothing.";

    /// <summary>What a replay of the policy alone is given.</summary>
    public string Given { get; init; } = "the losses that rewards were made of";

    /// <summary>What such a replay does not show of them, as a sentence.</summary>
    public string NotShown { get; init; } =
        "No data and no shared weights were used: that the losses follow from them is shown by --mode full";

    /// <summary>What a full replay does not show of the children of a search, as a sentence.</summary>
    public string UnprovenChildren { get; init; } =
        "What architectures came to that were trained alone was read, not computed: a replay of their own folders shows that";

    /// <summary>What is said of a search that chose nothing.</summary>
    public string NothingChosen { get; init; } = "nothing is chosen: the candidates' scores are not finite";

    /// <summary>Why no evaluation gave a finite value; null where training does.</summary>
    public string? CauseOfNoValue { get; init; }

    /// <summary>What to do next with a search that is not complete.</summary>
    public string NextVerb { get; init; } = "resume";
}
