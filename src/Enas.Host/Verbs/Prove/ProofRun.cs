namespace Enas.Host.Verbs.Prove;

/// <summary>The arms of a proof, in the order in which they run. Each gets the same cost, and its choice the same last training.</summary>
internal enum ProofArm
{
    /// <summary>The job as it is.</summary>
    Search,

    /// <summary>Uniformly random architectures trained alone until the cost of the search is used up.</summary>
    RandomTrainings,

    /// <summary>The job with a uniform policy: whether its policy helps.</summary>
    UniformWeights,

    /// <summary>The best of as many random trainings as the search trained alone to choose among them: what these come to without a
    /// ranking. It is no run of its own, but the exact expectation from the random trainings, and stands beside the choice of the search
    /// under the same training.</summary>
    NoRanking,
}

/// <summary>One arm of one pair, ended.</summary>
/// <param name="Test">The test score of its choice, measured once.</param>
/// <param name="Cost">Multiply-adds of all that came before the last training.</param>
/// <param name="Folder">Where it lies.</param>
/// <param name="Fingerprint">The fingerprint of the training that measured the test.</param>
/// <param name="AtChild">The test score of its choice under the training that random trainings get; null where that is not known.</param>
internal sealed record ProofRun(ProofArm Arm, double Test, long Cost, string Folder, string Fingerprint, double? AtChild = null)
{
    /// <summary>The fingerprint of the search; null where the arm is none.</summary>
    public string? OfSearch { get; init; }
}

/// <summary>One random architecture trained alone.</summary>
/// <param name="Validation">Its validation score.</param>
/// <param name="Test">Its test score under the same training; null where it was not measured.</param>
/// <param name="ChosenBy">What random search chooses by, as the finals of the search do: its score or its loss, more is better.</param>
internal sealed record ProofDraw(double Validation, double? Test, double ChosenBy)
{
    /// <summary>The tokens of the architecture.</summary>
    public string Architecture { get; init; } = string.Empty;

    /// <summary>Multiply-adds of its training.</summary>
    public long Cost { get; init; }

    /// <summary>The fingerprint of its training.</summary>
    public string Fingerprint { get; init; } = string.Empty;
}

/// <summary>The arms of one seed: they share data, split and the seed of the last training.</summary>
/// <param name="Runs">The arms that ended.</param>
/// <param name="Draws">The random trainings.</param>
/// <param name="Finals">Architectures that the search trained alone to choose among them; 0 where there are none.</param>
internal sealed record ProofPair(ulong Seed, IReadOnlyList<ProofRun> Runs, IReadOnlyList<ProofDraw> Draws, int Finals = 0)
{
    /// <summary>Whether every random training has a test score.</summary>
    public bool HasTests => Draws.Count > 0 && Draws.All(draw => draw.Test is not null);

    /// <summary>An arm; null where it was not run.</summary>
    public ProofRun? Of(ProofArm arm) => Runs.FirstOrDefault(run => run.Arm == arm);
}
