namespace Enas.Pipeline.Steps.Score;

/// <summary>Where a scored candidate came from, as facts and JSON name it. For people a search's own are not always a policy's.</summary>
public static class CandidateSources
{
    /// <summary>The search's own candidates, whether or not a policy learned to name them.</summary>
    public const string Policy = "policy";

    /// <summary>Uniform candidates beside them.</summary>
    public const string Random = "random";

    /// <summary>The validation set of a final training, after an epoch.</summary>
    public const string Validation = "validation";

    /// <summary>The test set of a final training, once.</summary>
    public const string Test = "test";
}
