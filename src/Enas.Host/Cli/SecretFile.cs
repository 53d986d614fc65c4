using System.Security.Cryptography;
using System.Text;

namespace Enas.Host.Cli;

/// <summary>Files with secrets: never for a moment readable for others, and never there in part.</summary>
internal static class SecretFile
{
    /// <summary>Writes a new one, which gets its name when it is whole.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="text">What is in it, in ASCII.</param>
    /// <exception cref="IOException">It is there, or cannot be written.</exception>
    public static void Write(string path, string text)
    {
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        var staged = Path.Combine(folder, $".enas-{RandomNumberGenerator.GetHexString(16, lowercase: true)}.partial");
        try
        {
            WriteNew(staged, text);
            File.Move(staged, path, overwrite: false);
        }
        finally
        {
            File.Delete(staged);
        }
    }

    private static void WriteNew(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(path, options);
        stream.Write(Encoding.ASCII.GetBytes(text));
        stream.Flush(flushToDisk: true);
    }
}
