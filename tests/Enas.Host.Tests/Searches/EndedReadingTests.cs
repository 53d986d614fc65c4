using Enas.Host.Tests.Cli;
using Enas.Pipeline.Projections;
using Enas.Storage.Export;
using Enas.Storage.Searches;

namespace Enas.Host.Tests.Searches;

/// <summary>A reading that nobody waits for any more ends at its next commit.</summary>
public sealed class EndedReadingTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public static TheoryData<string> Ways => ["open", "until damage", "glance"];

    public void Dispose() => _work.Dispose();

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Reading_ends_at_the_commit_after_its_token_was_cancelled(string way)
    {
        await _work.TinySearch("one");
        var path = Path.Combine(_work.Root, "one");
        var whole = new Counter();
        await RecordedSearch.OpenAsync(path, whole);
        using var end = new CancellationTokenSource();
        var part = new Counter { Applied = end.Cancel };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadAsync(way, path, part, end.Token));
        Assert.InRange(part.Count, 1, whole.Count - 1);
    }

    [Fact]
    public async Task Search_is_not_opened_for_whoever_has_gone()
    {
        await _work.TinySearch("one");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => GrowingSearch.OpenAsync(Path.Combine(_work.Root, "one"), new CancellationToken(canceled: true)));
    }

    private static Task<RecordedSearch> ReadAsync(string way, string path, IProjection projection, CancellationToken end) => way switch
    {
        "open" => RecordedSearch.OpenAsync(path, RecoveryMode.Strict, end, projection),
        "until damage" => RecordedSearch.OpenAsync(path, RecoveryMode.UntilDamage, end, projection),
        _ => RecordedSearch.GlanceAsync(path, end, projection),
    };

    /// <summary>Counts events.</summary>
    private sealed class Counter : IProjection
    {
        public int Count { get; private set; }

        public Action Applied { get; init; } = () => { };

        public void Apply(RecordedEvent recorded)
        {
            Count++;
            Applied();
        }
    }
}
