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

    /// <summary>The finals of the job over architectures that nothing ranked: whether its shared weights help.</summary>
    NoRanking,
}

/// <summary>One arm of one pair, ended.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Test">The test score of its choice, measured once.</param>
/// <param name="Cost">Multiply-adds of all that came before the last training.</param>
/// <param name="Folder">Where it lies.</param>
/// <param name="Fingerprint">The fingerprint of the training that measured the test.</param>
internal sealed record ProofRun(ProofArm Arm, double Test, long Cost, string Folder, string Fingerprint);

/// <summary>One random architecture trained alone.</summary>
/// <param name="Validation">Its validation score, which random search chooses by.</param>
/// <param name="Test">Its test score under the same training; null where it was not measured.</param>
internal sealed record ProofDraw(double Validation, double? Test);

/// <summary>The arms of one seed: they share data, split and the seed of the last training.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Runs">The arms that ended.</param>
/// <param name="Draws">The random trainings.</param>
internal sealed record ProofPair(ulong Seed, IReadOnlyList<ProofRun> Runs, IReadOnlyList<ProofDraw> Draws)
{
    /// <summary>An arm; null where it was not run.</summary>
    public ProofRun? Of(ProofArm arm) => Runs.FirstOrDefault(run => run.Arm == arm);
}
