using Enas.Host.Tests.Cli;
using Enas.Storage.Folders;
using Enas.Storage.Log;
using Enas.Storage.Stores;

namespace Enas.Host.Tests.Workers;

/// <summary>What is compared where a search was done in several ways.</summary>
internal static class SearchFacts
{
    /// <summary>The facts of a search and of each of its children, with the hashes of their chains, as they are in the logs.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(WorkFolder work, string search)
    {
        var facts = new List<string>();
        var children = Directory.GetDirectories(Path.Combine(work.Root, search + "-children"), "rung-*").Select(Path.GetFileName).Order();
        foreach (var name in new[] { search }.Concat(children.Select(child => $"{search}-children/{child}")))
        {
            var folder = await SearchFolder.OpenAsync(Path.Combine(work.Root, name), StorageOptions.OfHost(), CancellationToken.None);
            await using var log = await ParquetEventLog.OpenReadAsync(folder, CancellationToken.None);
            await foreach (var row in log.ReadAsync(0, CancellationToken.None))
            {
                if (row.Row.IsFact)
                {
                    facts.Add($"{Path.GetFileName(name).Replace(search, "search", StringComparison.Ordinal)} {row.Row.Step} "
                        + $"{row.Row.EventType} {row.Row.Facts} {Convert.ToHexString(row.FactHash.Span)}");
                }
            }
        }

        return facts;
    }
}
