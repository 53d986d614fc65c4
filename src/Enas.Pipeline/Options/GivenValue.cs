namespace Enas.Pipeline.Options;

/// <summary>A value as somebody gave it, before layers are put on each other.</summary>
/// <param name="Option">The row of the table.</param>
/// <param name="Json">Canonical text; null when the value was refused, and the error is already listed.</param>
/// <param name="Source">The file, or the <c>--set</c> as it was typed.</param>
/// <param name="Position">Where in the file.</param>
/// <param name="Folder">What a relative path is relative to.</param>
/// <param name="Kind">Which exit code an error about it has.</param>
internal sealed record GivenValue(
    JobOption Option, string? Json, string Source, TextPosition Position, string Folder, JobErrorKind Kind)
{
    public string Origin => Position.Line == 0 ? Source : $"{Source}:{Position}";

    public JobError Error(string code, string message) => new(code, Kind, Source, Position, Option.Key, message);
}
