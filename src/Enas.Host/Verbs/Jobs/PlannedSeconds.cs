namespace Enas.Host.Verbs.Jobs;

/// <summary>Seconds that a plan takes by what was timed, piece by piece.</summary>
/// <param name="Pieces">The pieces of the search, in words, in their order.</param>
/// <param name="Known">A known architecture, trained as those that the search trains alone.</param>
/// <param name="Training">The training of the choice.</param>
internal sealed record PlannedSeconds(IReadOnlyList<(string Piece, double Seconds)> Pieces, double Known, double Training)
{
    /// <summary>All of it.</summary>
    public double All => Pieces.Sum(piece => piece.Seconds) + Known + Training;
}
