using System.Security.Cryptography;
using Enas.Pipeline.Files;

namespace Enas.Host.Service;

/// <summary>Something that keeps a service from its work.</summary>
/// <param name="Of">What it is about; at most one problem of each.</param>
/// <param name="Words">For people, with the way out.</param>
internal sealed record Problem(string Of, string Words);

/// <summary>What must hold so that a fire can become a search: the program is there, its log can be written, and the
/// disk has room.</summary>
/// <param name="root">The folder of searches.</param>
/// <param name="storage">How this host keeps searches.</param>
internal sealed class ServiceChecks(string root, StorageOptions storage)
{
    /// <summary>Everything that does not hold now.</summary>
    public IReadOnlyList<Problem> Problems() => [.. new[] { Of("program", RequireProgram),
        Of("log", Write), Of("disk", () => FreeSpace.Require(root, storage.MinimumFreeMegabytes)) }.OfType<Problem>()];

    private static Problem? Of(string name, Action check)
    {
        try
        {
            check();
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new Problem(name, error.Message);
        }
    }

    /// <summary>Searches are processes of this program, and somebody may take it away, to put a newer one there for instance.</summary>
    private static void RequireProgram()
    {
        if (SearchProcess.ProgramFiles.FirstOrDefault(file => !RegularFile.Exists(file)) is { } gone)
        {
            throw new FileNotFoundException($"{gone}, the program that runs every "
                + $"search, is not there any more: put it back, or start the service from where it is now");
        }
    }

    /// <summary>Searches are folders of the root, so a name must be free to be made in it.</summary>
    private void Write()
    {
        // A name that nobody can guess and put a link or a pipe at.
        var path = Path.Combine(root, $".enas-{RandomNumberGenerator.GetHexString(16, lowercase: true)}");
        using var file = new FileStream(
            path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose });
        file.Write("enas serve looks whether it can write here\n"u8);
        file.Flush();
    }
}
