namespace Enas.Host.Verbs.Rank;

/// <summary>An architecture of a table with its score by shared weights.</summary>
/// <param name="Accuracy">Its accuracy with the shared weights, a share of 1.</param>
/// <param name="Loss">Its mean loss with them in nats; positive infinity where it was not finite.</param>
/// <param name="Table">What the table says of it: an accuracy, a share of 1.</param>
internal sealed record TableCell(string Tokens, double Accuracy, double Loss, double Table);
