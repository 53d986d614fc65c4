using System.Text;

namespace Enas.Storage.Programs;

/// <summary>Reads what a program writes line by line: keeps the first of it in a file, cuts lines that are too long, and never holds
/// more.</summary>
internal static class OutputLines
{
    private const int MostOfALine = 1 << 16;
    private const int MostKept = 1 << 20;

    /// <summary>The file in which it is kept, anew.</summary>
    public static StreamWriter Open(string path) => new(path, append: false, new UTF8Encoding(false));

    /// <summary>Reads to the end, or until nobody wants to know more.</summary>
    /// <param name="from">What is read.</param>
    /// <param name="file">Where it is kept.</param>
    /// <param name="take">Hears of each line.</param>
    /// <param name="stop">Ends the reading; what came so far counts.</param>
    /// <returns>The last line that is not empty.</returns>
    public static async Task<string> ReadAsync(StreamReader from, StreamWriter file, Action<string>? take, CancellationToken stop)
    {
        var (line, last, kept) = (new StringBuilder(), string.Empty, 0);
        var buffer = new char[4096];
        while (await NextAsync(from, buffer, stop) is > 0 and var count)
        {
            var room = Math.Min(count, MostKept - kept);
            await file.WriteAsync(buffer.AsMemory(0, room), CancellationToken.None);
            await file.FlushAsync(CancellationToken.None);
            kept += room;
            foreach (var letter in buffer.AsSpan(0, count))
            {
                if (letter == '\n')
                {
                    last = End(line, take) ?? last;
                }
                else if (line.Length < MostOfALine)
                {
                    line.Append(letter);
                }
            }
        }

        return End(line, take) ?? last;
    }

    private static async Task<int> NextAsync(StreamReader from, char[] buffer, CancellationToken stop)
    {
        try
        {
            return await from.ReadAsync(buffer, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
    }

    private static string? End(StringBuilder line, Action<string>? take)
    {
        var text = line.ToString();
        line.Clear();
        take?.Invoke(text);
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }
}
