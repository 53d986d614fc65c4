using System.Security.Cryptography;
using System.Text;
using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;

namespace Enas.Host.Cli;

/// <summary>
/// The one way in which verbs write a file for somebody. What is there is replaced only when that was asked for; a link, a pipe, a device
/// or a folder never is, and nothing that belongs to a search. The file gets its name when it is whole, so that nobody reads half of one.
/// </summary>
internal sealed class OutputFile
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly string _name;
    private readonly bool _replaces;
    private readonly bool _isDerived;
    private readonly bool _isSecret;

    private OutputFile(string path, string name, bool replaces, bool isDerived, bool isSecret = false)
    {
        (_name, _replaces, _isDerived, _isSecret) = (name, replaces, isDerived, isSecret);
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
        {
            throw new CommandLineException($"{name}: is no name of a file");
        }

        FullName = Surroundings.FullPlace(path);
        Refuse();
    }

    /// <summary>Full path of the file to be, or its address in an object store.</summary>
    public string FullName { get; }

    /// <summary>Its size, once it is written.</summary>
    public long ByteCount { get; private set; }

    private bool IsFar => StoreCatalog.IsAddress(FullName);

    /// <summary>A file that was named with an option.</summary>
    /// <param name="option">The option, for messages.</param>
    /// <param name="path">What was given.</param>
    /// <param name="force">Whether a file that is there is replaced.</param>
    /// <exception cref="CommandLineException">It cannot be written; see <see cref="OutputFile"/>.</exception>
    public static OutputFile Named(string option, string path, bool force) => path == "-"
        ? throw new CommandLineException(
            $"{option} -: results are written to files, not to standard output; name a file, or {option} ./- for one of this name")
        : new(path, $"{option} {ForeignText.Shown(path)}", force, isDerived: false);

    /// <summary>A part of a key that was named with an option: one that is there is never replaced.</summary>
    /// <exception cref="CommandLineException">It cannot be written; see <see cref="OutputFile"/>.</exception>
    public static OutputFile OfKey(string option, string path) =>
        new(path, $"{option} {ForeignText.Shown(path)}", replaces: false, isDerived: false, isSecret: true);

    /// <summary>A file that a verb keeps beside a job and replaces because that is what the verb is for.</summary>
    /// <exception cref="CommandLineException">It cannot be written; see <see cref="OutputFile"/>.</exception>
    public static OutputFile Kept(string path, bool force) => new(path, ForeignText.Shown(path), force, isDerived: false);

    /// <summary>A file in a search's export folder under the name that the verb always gives it: its earlier self is replaced.</summary>
    /// <exception cref="CommandLineException">Something else has this name, or the folder is a link.</exception>
    public static OutputFile Derived(string path) => new(path, ForeignText.Shown(path), replaces: true, isDerived: true);

    /// <summary>The file that was named, or else the one that the verb keeps in the search's export folder.</summary>
    public static OutputFile NamedOr(string? given, string derived, bool force) =>
        given is null ? Derived(derived) : Named("--out", given, force);

    /// <summary>Writes a text into a file of this machine.</summary>
    public void Write(string text) => Write(s_utf8.GetBytes(text));

    /// <summary>Writes bytes into a file of this machine.</summary>
    public void Write(byte[] bytes)
    {
        _ = Surroundings.FullPath(FullName);
        var staged = Begin();
        try
        {
            File.WriteAllBytes(staged, bytes);
            End(staged);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException
            && fault.Message.Contains(staged, StringComparison.Ordinal))
        {
            throw Named(fault, staged);
        }
        finally
        {
            File.Delete(staged);
        }
    }

    /// <summary>Writes a text.</summary>
    public Task WriteAsync(string text) => WriteAsync(staged => File.WriteAllTextAsync(staged, text, s_utf8));

    /// <summary>Has the file written under another name and then gives it its own.</summary>
    /// <param name="write">Writes the file that it is given.</param>
    public async Task WriteAsync(Func<string, Task> write)
    {
        var staged = Begin();
        try
        {
            await write(staged);
            if (IsFar)
            {
                await PutAsync(staged);
            }
            else
            {
                End(staged);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException
            && fault.Message.Contains(staged, StringComparison.Ordinal))
        {
            throw Named(fault, staged);
        }
        finally
        {
            File.Delete(staged);
        }
    }

    // The name of a file that is there for a moment tells nobody anything.
    private IOException Named(Exception fault, string staged) =>
        new($"{_name}: cannot be written: {fault.Message.Replace(staged, FullName, StringComparison.Ordinal)}", fault);

    private string Begin()
    {
        var folder = IsFar ? Path.GetTempPath() : Path.GetDirectoryName(FullName)!;
        MakeFolder(folder);
        return Path.Combine(folder, $".enas-{RandomNumberGenerator.GetHexString(16, lowercase: true)}.partial");
    }

    // What the system says of it names a part of the path, or a file that nobody asked for.
    private void MakeFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{_name}: its folder {ForeignText.Shown(folder)} cannot be made", fault);
        }
    }

    private void End(string staged)
    {
        using (var file = File.OpenHandle(staged, FileMode.Open, FileAccess.Write))
        {
            RandomAccess.FlushToDisk(file);
        }

        // Something may have got this name while the file was made. A rename puts itself in the place of a name and follows no link.
        Refuse();
        File.Move(staged, FullName, overwrite: _replaces);
        ByteCount = new FileInfo(FullName).Length;
    }

    private async Task PutAsync(string staged)
    {
        await OwnNames.RefuseAsync(_name, FullName);
        var bytes = await File.ReadAllBytesAsync(staged);
        var (folder, key) = (StoreCatalog.FolderAt(Place.ParentOf(FullName), StorageOptions.OfHost())!, Place.NameOf(FullName));
        if (_replaces)
        {
            await folder.ReplaceAsync(key, bytes, CancellationToken.None);
        }
        else if (await folder.PutIfAbsentAsync(key, bytes, CancellationToken.None) is { Outcome: not PutOutcome.Stored } refused)
        {
            throw refused.Outcome == PutOutcome.Taken ? Taken()
                : new IOException($"{_name}: whether it was written is unknown ({refused.Reason})");
        }

        ByteCount = bytes.Length;
    }

    private CommandLineException Taken() => new($"{_name}: it is there already; choose another name"
        + (_isSecret ? ": a key that is there is never replaced" : ", or replace it with --force"));

    private void Refuse()
    {
        if (IsFar)
        {
            RefuseContainer(); // What is there is looked at when it is written: a store tells only those who ask.
            return;
        }

        var folder = Path.GetDirectoryName(FullName) ?? throw new CommandLineException($"{_name}: is a folder, not a file");
        RefuseOwnNames(folder);
        switch (FileNames.KindOf(FullName, followLinks: false))
        {
            case FileKind.Absent:
                break;
            case FileKind.Regular when _replaces:
                break;
            case FileKind.Regular:
                throw Taken();
            case var kind:
                throw new CommandLineException($"{_name}: is {RegularFile.WordsOf(kind)}, which is never replaced; choose another name");
        }

        if (FileNames.KindOf(folder) is var above and not (FileKind.Directory or FileKind.Absent))
        {
            throw new CommandLineException($"{_name}: {ForeignText.Shown(folder)} is {RegularFile.WordsOf(above)}, not a folder");
        }
    }

    private void RefuseContainer()
    {
        if (StoreCatalog.AddressOf(FullName)!.Prefix.Length == 0)
        {
            throw new CommandLineException($"{_name}: is a bucket, not a file");
        }
    }

    private void RefuseOwnNames(string folder)
    {
        if (_isDerived && FileNames.KindOf(folder, followLinks: false) == FileKind.SymbolicLink)
        {
            throw new CommandLineException(
                $"{ForeignText.Shown(folder)} is a symbolic link, which no folder of a search may be; name a file with --out");
        }

        OwnNames.Refuse(_name, FullName);
    }
}
