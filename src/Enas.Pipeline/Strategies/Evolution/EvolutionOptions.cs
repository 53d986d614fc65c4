namespace Enas.Pipeline.Strategies.Evolution;

/// <summary>Who leaves a population that is full when another enters.</summary>
internal enum Elimination
{
    /// <summary>Who entered first: regularised (ageing) evolution.</summary>
    Oldest,

    /// <summary>Who has the lowest reward; of equal ones who entered first. The newcomer may leave at once.</summary>
    Worst,
}

/// <summary>How a population lives. The defaults suit searches below 300 evaluations.</summary>
internal sealed record EvolutionOptions
{
    /// <summary>Members P of a full population.</summary>
    public int Population { get; init; } = 20;

    /// <summary>Members S that are drawn, with replacement, to find a parent.</summary>
    public int Tournament { get; init; } = 5;

    public Elimination Elimination { get; init; } = Elimination.Oldest;

    /// <summary>Whether members are compared by measure and cost side by side (<see cref="Measures.FrontRanking"/>) instead of by the
    /// reward.</summary>
    public bool RanksByFront { get; init; }
}
