namespace Enas.Pipeline.Files;

/// <summary>What tells one content of a file from another without reading it.</summary>
/// <param name="Kind">What the name stands for; absent where nothing has it.</param>
/// <param name="Node">The number that the file system gave the file; another file of the same name has another one.</param>
/// <param name="Length">Bytes.</param>
/// <param name="WrittenAt">When its bytes were last written, UTC; whoever writes can set it.</param>
/// <param name="ChangedAt">When anything of it last changed, UTC; nobody can set it.</param>
internal readonly record struct FileStamp(FileKind Kind, ulong Node, long Length, DateTime WrittenAt, DateTime ChangedAt)
{
    /// <summary>
    /// Whether a content read at an instant is still that of the stamp. A file that changed shortly before may change again within the same
    /// tick of the file system's clock, and would keep its stamp.
    /// </summary>
    public bool IsSettledAt(DateTime utc) => Kind == FileKind.Absent || utc - ChangedAt > TimeSpan.FromSeconds(3);
}
