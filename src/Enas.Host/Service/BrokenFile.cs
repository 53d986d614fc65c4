using System.Globalization;
using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;

namespace Enas.Host.Service;

/// <summary>A file in the job folder that cannot be used, with the place of the fault.</summary>
/// <param name="File">Name of the file in the folder.</param>
/// <param name="Line">From 1; 0 where no place is known.</param>
/// <param name="Column">From 1; 0 where no place is known.</param>
/// <param name="Message">The fault.</param>
internal sealed record BrokenFile(string File, int Line, int Column, string Message)
{
    /// <summary>Faults of one file that are told; a file can have as many as it has bytes.</summary>
    private const int MostFaults = 20;

    private const int MostCharacters = 500;

    /// <summary>The faults that the reader of jobs and schedules found in a file.</summary>
    public static IReadOnlyList<BrokenFile> Of(string file, IReadOnlyList<JobError> errors)
    {
        var told = errors.Take(MostFaults).Select(error => At(file, error.Position, Words(error)));
        return errors.Count <= MostFaults
            ? [.. told]
            : [.. told, new BrokenFile(file, 0,
                0, string.Create(CultureInfo.InvariantCulture, $"has {errors.Count - MostFaults} more faults; enas validate tells all"))];
    }

    /// <summary>A fault at a place.</summary>
    public static BrokenFile At(string file, TextPosition position, string message) =>
        new(file, position.Line, position.Column, ForeignText.Shown(message, MostCharacters));

    /// <summary>A file that could not be read at all.</summary>
    public static BrokenFile Unreadable(string path, Exception error) =>
        At(Path.GetFileName(path), TextPosition.None, FileNames.KindOf(path) switch
        {
            FileKind.Regular or FileKind.Absent => error.Message,
            var kind => $"is {RegularFile.WordsOf(kind)}; only regular files are read",
        });

    /// <summary>One line for people.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture,
            $"{ForeignText.Shown(File)}{(Line == 0 ? string.Empty : $":{Line}:{Column}")}: {Message}");

    private static string Words(JobError error) =>
        string.Join(' ', new[] { error.Code, error.Key, error.Message }.Where(part => part.Length > 0));
}
