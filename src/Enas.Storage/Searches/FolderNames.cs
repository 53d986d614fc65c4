using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Enas.Pipeline.Events;
using Enas.Storage.Folders;
using Enas.Storage.Places;
using Enas.Storage.Stores;

namespace Enas.Storage.Searches;

/// <summary>Names and creates search folders.</summary>
internal static class FolderNames
{
    private const int IdDigits = 6;
    private const int Longest = 100;

    /// <summary>
    /// A free folder <c>ROOT/NAME-ID</c>, or <c>ROOT/NAME-PURPOSE-ID</c>: a long name is cut, what follows it is not. The id comes from
    /// what the search is and a counter, so the same search run twice gets two ids and nothing has to be random; ids are never facts.
    /// </summary>
    public static async ValueTask<string> FreeAsync(string root, string name, string facts, string purpose = "")
    {
        var options = StorageOptions.OfHost();
        for (var attempt = 0; ; attempt++)
        {
            var path = Of(root, name, $"{purpose}-{Id(facts + "\n" + attempt.ToString(CultureInfo.InvariantCulture))}");
            if (!await IsTakenAsync(path, options))
            {
                return path;
            }
        }
    }

    /// <summary>The folder <c>ROOT/NAME-PURPOSE</c>, whether it is free or not. A long name is cut, its purpose is not.</summary>
    /// <param name="root">Where it lies.</param>
    /// <param name="name">The name, of any characters.</param>
    /// <param name="purpose">What follows it, with its hyphen.</param>
    public static string Of(string root, string name, string purpose = "") =>
        Place.Combine(root, SafeName(name, Longest - purpose.Length) + purpose);

    /// <summary>Creates the folder of a search.</summary>
    /// <exception cref="FolderOccupiedException">There is something in it already.</exception>
    /// <exception cref="NothingStartedException">The disk is full or failing.</exception>
    public static async ValueTask<SearchFolder> CreateAsync(string path, ReadOnlyMemory<byte> job, string resolvedJob)
    {
        try
        {
            return await SearchFolder.CreateAsync(
                path, job, Encoding.UTF8.GetBytes(resolvedJob), StorageOptions.OfHost(), CancellationToken.None);
        }
        catch (ArgumentException e)
        {
            throw new FolderOccupiedException(e);
        }
        catch (LogUnavailableException e)
        {
            throw new NothingStartedException(e);
        }
    }

    /// <summary>The identity that the log carries: the folder's name in the characters that the log allows; a long one ends with digits of
    /// all of it, so that names that only end differently are different identities.</summary>
    public static string SearchId(SearchFolder folder)
    {
        var name = Place.NameOf(folder.Root);
        return name.Length <= Longest ? SafeName(name, Longest) : $"{SafeName(name, Longest - IdDigits - 1)}-{Id(name)}";
    }

    private static async ValueTask<bool> IsTakenAsync(string path, StorageOptions options) => StoreCatalog.IsAddress(path)
        ? await SearchFolder.IsSearchAsync(path, options, CancellationToken.None) : Directory.Exists(path) || File.Exists(path);

    private static string Id(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..IdDigits];

    private static string SafeName(string name, int longest)
    {
        var safe = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-')).TrimStart('.');
        return safe.Length == 0 ? "search" : safe[..Math.Min(safe.Length, longest)];
    }
}
