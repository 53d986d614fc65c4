using Enas.Pipeline.Composition;
using Enas.Pipeline.Options;

namespace Enas.Host.Composition;

/// <summary>The data that a piece of work is to be made of, since other pieces beside it were. Their digest is asked for before anything
/// is made, and of what lies in its folder already before that goes on.</summary>
/// <param name="Digest">SHA-256 of the decoded data.</param>
/// <param name="Owner">Whose data they are, in words.</param>
/// <param name="WayOut">What can be done where they are other ones, a sentence.</param>
/// <param name="Refuse">Refuses other data, or says that they are: in words that name both digests.</param>
internal sealed record RequiredData(string Digest, string Owner, string WayOut, Action<string> Refuse)
{
    /// <summary>The data of a search, for what is made of it; null where it has not begun.</summary>
    /// <param name="search">The search.</param>
    /// <param name="wayOut">What can be done where they are other ones, a sentence.</param>
    /// <param name="refuse">Hears that they are other ones; null for a refusal of the input.</param>
    public static RequiredData? Of(RecordedSearch search, string wayOut, Action<string>? refuse = null) =>
        search.State.Started is not { DataDigest: var digest } ? null
            : new(digest, $"the search {search.Name}", wayOut, refuse ?? (words => throw new BadInputException(words)));

    /// <summary>The data of a job, loaded.</summary>
    /// <param name="required">What they have to be; null for any.</param>
    /// <param name="job">The job.</param>
    /// <param name="stop">Ends the making of generated data.</param>
    public static JobData Load(RequiredData? required, JobOptions job, CancellationToken stop)
    {
        var data = TaskCatalog.Load(job, stop);
        required?.RequireLoaded(data.Digest);
        return data;
    }

    /// <summary>Data that were loaded.</summary>
    /// <param name="digest">Their digest.</param>
    public void RequireLoaded(string digest)
    {
        if (digest != Digest)
        {
            Refuse($"the data are not those of {Owner}: their digest is {digest} now, and {Digest} is expected. {WayOut}");
        }
    }

    /// <summary>What lies in a folder already.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="digest">The digest of the data that it was made of; null where it has not begun.</param>
    public void RequireMade(string folder, string? digest)
    {
        if (digest is not null && digest != Digest)
        {
            Refuse($"{folder} was made of other data than those of {Owner}: their digest is {digest}, and {Digest} is expected. "
                + "Remove that folder, and the same command makes it anew of the right data");
        }
    }
}
