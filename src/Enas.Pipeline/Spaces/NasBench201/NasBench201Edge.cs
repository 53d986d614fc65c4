namespace Enas.Pipeline.Spaces.NasBench201;

/// <summary>An edge of a cell: node <paramref name="To"/> adds what the operation makes of node <paramref name="From"/>.</summary>
/// <param name="From">The node that is read; 0 is the cell's input.</param>
/// <param name="To">The node that adds it, 1 to 3; 3 is the cell's output.</param>
/// <param name="Operation">What is done on the way.</param>
internal sealed record NasBench201Edge(int From, int To, NasBench201Operation Operation);
