namespace Enas.Host.Cli;

/// <summary>Exit codes, BSD's sysexits where one fits, so that schedulers can act on them.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>A log is damaged, or a replay found a difference.</summary>
    public const int Difference = 10;

    /// <summary>A replay could not conclude, since what it would need is not there; or a checkpoint is of a newer
    /// program.</summary>
    public const int Inconclusive = 11;

    /// <summary>The work was done to its end, and a gate says that it is no result: a score that is not finite, a limit that is not
    /// kept, or arms of a proof whose data or cost differ.</summary>
    public const int GateFailed = 12;

    /// <summary>The command line is wrong: never retry.</summary>
    public const int BadCommandLine = 64;

    /// <summary>The job file or the data is wrong: never retry.</summary>
    public const int BadInput = 65;

    /// <summary>A search, a file or a data set is not there: never retry.</summary>
    public const int NotFound = 66;

    /// <summary>A service or a backend is unavailable.</summary>
    public const int Unavailable = 69;

    /// <summary>A bug.</summary>
    public const int Bug = 70;

    /// <summary>Disk full or I/O error; the log is consistent: retry elsewhere.</summary>
    public const int InputOutput = 74;

    /// <summary>Stopped early and resumable.</summary>
    public const int Stopped = 75;

    /// <summary>A second Ctrl+C ended the process at once; as resumable as a crash is.</summary>
    public const int StoppedAtOnce = 130;

    /// <summary>The name of a code, for programs.</summary>
    public static string NameOf(int code) => code switch
    {
        Done => nameof(Done),
        Difference => nameof(Difference),
        Inconclusive => nameof(Inconclusive),
        GateFailed => nameof(GateFailed),
        BadCommandLine => nameof(BadCommandLine),
        BadInput => nameof(BadInput),
        NotFound => nameof(NotFound),
        Unavailable => nameof(Unavailable),
        InputOutput => nameof(InputOutput),
        Stopped or StoppedAtOnce => nameof(Stopped),
        _ => nameof(Bug),
    };
}
