namespace Enas.Pipeline.Options;

/// <summary>How a search's result is chosen among its candidates.</summary>
public static class DeriveRules
{
    /// <summary>Recurrent cells.</summary>
    public const string LowestPerplexity = "lowest-validation-perplexity";

    /// <summary>Image networks.</summary>
    public const string HighestAccuracy = "highest-validation-accuracy";

    /// <summary>Recurrent cells that were trained alone in finals.</summary>
    public const string LowestFinalPerplexity = "lowest-final-validation-perplexity";

    /// <summary>Image networks that were trained alone in finals.</summary>
    public const string HighestFinalAccuracy = "highest-final-validation-accuracy";

    /// <summary>What is measured outside of Enas, by the direction that the job says.</summary>
    public const string BestValue = "best-value";

    /// <summary>Finals that are ranked by their loss.</summary>
    public const string LowestFinalLoss = "lowest-final-validation-loss";
}
