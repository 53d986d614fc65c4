namespace Enas.Pipeline.Measures;

/// <summary>The loss over one window of tokens or one batch of images: what a reward is made of.</summary>
/// <param name="TokenCount">Tokens predicted, or images classified.</param>
/// <param name="LossSum">Sum of their cross-entropies in nats.</param>
/// <param name="CorrectCount">Images whose class was predicted; null for tokens, whose measure is the perplexity.</param>
public sealed record WindowLoss(int TokenCount, double LossSum, int? CorrectCount = null);
