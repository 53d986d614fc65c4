namespace Enas.Pipeline.Strategies.PolicyTable;

/// <summary>How a table of logits is drawn from and learns. The defaults are those of the NATS-Bench baseline.</summary>
internal sealed record TablePolicyOptions
{
    public double LearningRate { get; init; } = 0.01;

    public double Beta1 { get; init; } = 0.9;

    public double Beta2 { get; init; } = 0.999;

    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Largest gradient norm, 0 for none.</summary>
    public double ClipNorm { get; init; }

    /// <summary>Logits are divided by it first.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Standard deviation of the normal initial logits; 0 for zeros.</summary>
    public double InitDeviation { get; init; } = 1e-3;

    /// <summary><c>distribution</c> (true entropy) or <c>sampled</c> (-p log p of the sampled option).</summary>
    public string Entropy { get; init; } = "distribution";
}
