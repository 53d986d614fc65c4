using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Pipeline.Options;

namespace Enas.Host.Verbs.Prove;

/// <summary>
/// The data of a proof: all pairs have the same, whatever day they are made on. A split can depend on the seed, and the digest of data does
/// on the split, so that what is held against the recorded digest are the data under the seed that it was recorded for.
/// </summary>
/// <param name="root">The folder of all arms.</param>
/// <param name="first">The job under that seed.</param>
/// <param name="digest">The digest of its data; null where nobody knows it.</param>
internal sealed class ProofData(string root, JobOptions first, string? digest)
{
    private const string WayOut = "Put those data back, or give another --out for a proof of its own";

    /// <summary>The digest of the data that a job names, as far as they are there.</summary>
    public static string? DigestOf(JobOptions job) => TaskCatalog.TryLoad(job)?.Digest;

    /// <summary>The data that every piece of a pair has to be made of, before one of them is; null where neither the pair nor this machine
    /// says what they are.</summary>
    /// <param name="job">The job of the pair.</param>
    /// <param name="search">The folder of its search, there or not.</param>
    /// <exception cref="RefusedException">The data are not those that the proof was begun with, or the search was made of
    /// others.</exception>
    public async Task<RequiredData?> OfPairAsync(JobOptions job, string search)
    {
        var recorded = await SearchLocator.IsSearchAsync(search)
            ? (await RecordedSearch.OpenAsync(search)).State.Started?.DataDigest : null;
        if (digest is null || recorded == digest || DigestOf(first) is not { } now)
        {
            return Of(recorded);
        }

        // With others nothing can be made any more, but what is made already still counts.
        if (now != digest)
        {
            (recorded is null ? Of(digest) : null)?.RequireLoaded(now);
            return Of(recorded);
        }

        var pair = Of(job.DataSeed == first.DataSeed ? digest : DigestOf(job))!;
        pair.RequireMade(Path.GetDirectoryName(search)!, recorded);
        return pair;
    }

    /// <summary>The data that pieces of a pair have to be made of; null where nobody knows them.</summary>
    /// <param name="wanted">Their digest.</param>
    public RequiredData? Of(string? wanted) => wanted is null ? null
        : new(wanted, $"the proof in {root}", WayOut, words => throw new RefusedException(words));
}
