namespace Enas.Host.Dashboard.Answers;

/// <summary>What the list and the first page of a search both say of it.</summary>
/// <param name="Id">What it is called in addresses.</param>
/// <param name="Name">Name of its folder.</param>
/// <param name="Kind">run, fork, train and so on; null while its log is empty.</param>
/// <param name="Space">The kind of its space; empty where it is not known.</param>
/// <param name="Strategy">The kind of its strategy; empty where it is not known.</param>
/// <param name="Seed">Its seed; 0 where it is not known.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="Status">How far it is, in one word.</param>
/// <param name="Why">What the status means, to go on a sentence; null where it needs no words.</param>
/// <param name="Best">The best that is known of it; null for none.</param>
/// <param name="Steps">Steps that it has made.</param>
/// <param name="OfSteps">Steps of its budget; null where they are not known, and where it has made more.</param>
/// <param name="Samples">Architectures that were sampled, repetitions counted.</param>
/// <param name="LastEventAt">When its last event was recorded, in UTC; null while its log is empty.</param>
/// <param name="Fingerprint">Its fingerprint so far, 64 hexadecimal digits; empty where it is not known.</param>
internal record SearchSummary(
    string Id, string Name, string? Kind, string Space, string Strategy, ulong Seed, IReadOnlyList<string> Tags, string Status, string? Why,
    BestAnswer? Best, long Steps, long? OfSteps, long Samples, string? LastEventAt, string Fingerprint);
