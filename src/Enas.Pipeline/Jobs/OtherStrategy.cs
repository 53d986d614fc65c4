namespace Enas.Pipeline.Jobs;

/// <summary>The strategy that a job is read under in place of its own.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Sets">The <c>key=value</c> of what is set under it.</param>
internal sealed record OtherStrategy(string Name, IReadOnlyList<string> Sets)
{
    /// <summary>All overrides of a job that is read under it, the later ones stronger.</summary>
    public IReadOnlyList<string> Over(IReadOnlyList<string> sets) => [.. sets, $"strategy.kind={Name}", .. Sets];
}
