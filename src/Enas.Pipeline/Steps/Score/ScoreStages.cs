namespace Enas.Pipeline.Steps.Score;

/// <summary>The stages of a staged scoring: ever fewer candidates on ever more data.</summary>
internal static class ScoreStages
{
    /// <summary>All candidates, on a small part of the validation set.</summary>
    public const string Screen = "screen";

    /// <summary>The best of them, on a larger part.</summary>
    public const string Refine = "refine";

    /// <summary>The best of these, on the whole validation set.</summary>
    public const string Whole = "whole";
}
