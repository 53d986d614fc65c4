using System.Diagnostics;
using System.Runtime.InteropServices;
using Enas.Host.Cli;
using Enas.Host.Dashboard.Answers;
using Enas.Host.Dashboard.Following;

namespace Enas.Host.Dashboard.Views;

/// <summary>What the dashboard itself takes.</summary>
internal static class SystemView
{
    /// <summary>The page.</summary>
    public static SystemAnswer Of(IReadOnlyList<string> roots, IReadOnlyList<FollowedSearch> searches)
    {
        using var process = Process.GetCurrentProcess();
        return new SystemAnswer
        {
            Version = Product.Version,
            Runtime = RuntimeInformation.FrameworkDescription,
            Memory = process.WorkingSet64,
            StartedAt = Answering.Time(process.StartTime.ToUniversalTime())!,
            Searches =
            [
                .. searches.Select(search => new OpenSearchAnswer
                {
                    Id = search.Found.Id,
                    Events = search.EventCount,
                    Bytes = search.Bytes,
                }),
            ],
            MostSearches = SearchShelf.Most,
            Folders =
            [
                .. roots.Select(root => new FolderSpaceAnswer { Folder = CommandText.PathFromHere(root), Free = FreeOf(root) }),
            ],
        };
    }

    private static long? FreeOf(string root)
    {
        try
        {
            return StoreCatalog.IsAddress(root) || !Directory.Exists(root) ? null : new DriveInfo(root).AvailableFreeSpace;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
