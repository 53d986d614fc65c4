using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Images;

/// <summary>The forms that lines of images have: with or without a header, their label last or first. A file that is read in a wrong one is
/// refused, so that the one that it has is found by trying.</summary>
internal static class CsvForms
{
    /// <summary>What is read in the first form that fits.</summary>
    /// <param name="options">The form that is tried first.</param>
    /// <param name="read">Reads.</param>
    /// <exception cref="DataException">None fits; it says what is wrong in the first form.</exception>
    public static T First<T>(ImageLayoutOptions options, Func<ImageLayoutOptions, T> read)
    {
        DataException? first = null;
        foreach (var form in Of(options))
        {
            try
            {
                return read(form);
            }
            catch (DataException fault) when (fault.Kind == DataErrorKind.Unusable)
            {
                first ??= fault;
            }
        }

        throw first!;
    }

    private static IEnumerable<ImageLayoutOptions> Of(ImageLayoutOptions options)
    {
        var other = options.CsvLabel == ImageLayoutOptions.First ? ImageLayoutOptions.Last : ImageLayoutOptions.First;
        foreach (var label in (string[])[options.CsvLabel, other])
        {
            yield return options with { CsvLabel = label };
            yield return options with { CsvLabel = label, CsvHeader = !options.CsvHeader };
        }
    }
}
