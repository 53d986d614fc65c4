namespace Enas.Host.Searches;

/// <summary>What every validation score of a choice needs said beside it.</summary>
internal static class ValidationNote
{
    /// <summary>The sentence.</summary>
    public const string Words = "Rewards, the choice and the epoch of a training are all taken on the validation set, so scores on it say "
        + "more than new data would; only a test score is of data that nothing was chosen by.";
}
