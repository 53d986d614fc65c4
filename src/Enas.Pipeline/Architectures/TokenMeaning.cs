namespace Enas.Pipeline.Architectures;

/// <summary>What one token at one place of a token string stands for.</summary>
/// <param name="Place">Number of the token in the string, from 1.</param>
/// <param name="Token">It as it stands in the string.</param>
/// <param name="Decision">The decision that it answers, as the space names it.</param>
/// <param name="Option">The option in words.</param>
public sealed record TokenMeaning(int Place, string Token, string Decision, string Option);
