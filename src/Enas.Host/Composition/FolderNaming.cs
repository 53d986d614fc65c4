using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Enas.Host.Cli;
using Enas.Host.Settings;
using Enas.Pipeline.Events;
using Enas.Pipeline.Messages;

namespace Enas.Host.Composition;

/// <summary>Names and creates search folders.</summary>
internal static class FolderNaming
{
    private const int IdDigits = 6;

    /// <summary>
    /// A free folder <c>ROOT/NAME-ID</c>. The id comes from what the search is and a counter, so the same search run twice gets two ids and
    /// nothing has to be random; ids are never facts.
    /// </summary>
    public static string Free(string root, string name, string facts)
    {
        for (var attempt = 0; ; attempt++)
        {
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes(facts + "\n" + attempt.ToString(CultureInfo.InvariantCulture)));
            var path = Surroundings.FullPath(Path.Combine(root, $"{SafeName(name)}-{Convert.ToHexStringLower(hash)[..IdDigits]}"));
            if (!Directory.Exists(path) && !File.Exists(path))
            {
                return path;
            }
        }
    }

    /// <summary>The folder <c>ROOT/NAME</c>, whether it is free or not.</summary>
    public static string Of(string root, string name) => Surroundings.FullPath(Path.Combine(root, SafeName(name)));

    /// <summary>Creates the folder of a search.</summary>
    /// <exception cref="CommandLineException">There is something in it already.</exception>
    /// <exception cref="NothingStartedException">The disk is full or failing.</exception>
    public static SearchFolder Create(string path, ReadOnlyMemory<byte> job, string resolvedJob)
    {
        OwnNames.Refuse(ForeignText.Shown(path), path);
        try
        {
            return SearchFolder.Create(
                Surroundings.FullPath(path), job.Span, Encoding.UTF8.GetBytes(resolvedJob), HostSettings.Read().Storage);
        }
        catch (ArgumentException e)
        {
            throw new CommandLineException(e.Message);
        }
        catch (LogUnavailableException e)
        {
            throw new NothingStartedException(e);
        }
    }

    /// <summary>The identity that the log carries: the folder's name in the characters that the log allows.</summary>
    public static string SearchId(SearchFolder folder) => SafeName(Path.GetFileName(folder.Root));

    private static string SafeName(string name)
    {
        const int Longest = 100;
        var safe = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-')).TrimStart('.');
        return safe.Length == 0 ? "search" : safe[..Math.Min(safe.Length, Longest)];
    }
}
