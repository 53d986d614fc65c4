namespace Enas.Pipeline.Strategies.LocalSearch;

/// <summary>Where a climb goes from an architecture.</summary>
internal enum ClimbRule
{
    /// <summary>To the first neighbour that is better, in a random order of the neighbours.</summary>
    FirstImprovement,

    /// <summary>To the best neighbour, after all of them; of equal ones to the first in a random order.</summary>
    Steepest,
}
