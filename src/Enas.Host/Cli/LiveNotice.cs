namespace Enas.Host.Cli;

/// <summary>
/// Says something to whoever is at the terminal, from any thread. While a panel is drawn again and again, a line beside it would be
/// overwritten and would move the panel: then the panel says it.
/// </summary>
internal static class LiveNotice
{
    private static readonly Lock s_lock = new();
    private static int s_panels;
    private static string? s_words;

    /// <summary>What a panel is to say; null for nothing.</summary>
    public static string? Words
    {
        get
        {
            lock (s_lock)
            {
                return s_words;
            }
        }
    }

    /// <summary>A panel is drawn until what is returned is disposed.</summary>
    public static IDisposable Panel()
    {
        lock (s_lock)
        {
            (s_panels, s_words) = (s_panels + 1, s_panels == 0 ? null : s_words);
        }

        return new OpenPanel();
    }

    /// <summary>Says it in the panel, or in a line of standard error where there is none.</summary>
    public static void Say(string words)
    {
        lock (s_lock)
        {
            if (s_panels > 0)
            {
                s_words = words;
                return;
            }
        }

        Console.Error.WriteLine(words);
    }

    private sealed class OpenPanel : IDisposable
    {
        private int _isClosed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isClosed, 1) == 0)
            {
                lock (s_lock)
                {
                    s_panels--;
                }
            }
        }
    }
}
