using Enas.Pipeline.Options;

namespace Enas.Pipeline.Spaces.Custom;

/// <summary>The kinds of decisions that a job can describe.</summary>
internal static class CustomKinds
{
    /// <summary>One of a list.</summary>
    public const string Category = "category";

    /// <summary>Whole numbers from low to high, by steps or by a factor.</summary>
    public const string Integer = "integer";

    /// <summary>Numbers from low to high, equally far apart, by their logarithms where the scale says so.</summary>
    public const string Number = "number";

    /// <summary>No or yes.</summary>
    public const string Bit = "bit";

    /// <summary>An earlier item.</summary>
    public const string Earlier = "earlier";

    /// <summary>Options that a decision may have.</summary>
    public const int MostOptions = 1000;

    private const string Linear = "linear";
    private const string Log = "log";

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [Category, Integer, Number, Bit, Earlier];

    /// <summary>The keys of a kind, beside those that every decision has.</summary>
    public static IReadOnlyList<string> KeysOf(string kind) => kind switch
    {
        Category => ["options"],
        Integer => ["low", "high", "step", "factor"],
        Number => ["low", "high", "count", "scale"],
        Earlier => ["inputs", "among"],
        _ => [],
    };

    /// <summary>The options of a decision, none where something is wrong, and its own keys as canonical JSON.</summary>
    public static (IReadOnlyList<CustomOption> Options, string Json) Read(
        string kind, CustomFields fields, IReadOnlyList<string> earlier) => kind switch
        {
            Category => fields.Options("options") is { } options
                ? (options, $",\"options\":[{string.Join(",", options.Select(option => option.Json))}]") : ([], string.Empty),
            Integer => Integers(fields),
            Number => Numbers(fields),
            Bit => ([new("no", "false"), new("yes", "true")], string.Empty),
            _ => Items(fields, earlier),
        };

    private static (IReadOnlyList<CustomOption> Options, string Json) Integers(CustomFields fields)
    {
        var isByFactor = fields.Find("factor") is not null;
        var (low, high) = (fields.Integer("low", isByFactor ? 1 : int.MinValue), fields.Integer("high", int.MinValue));
        var by = isByFactor ? fields.Integer("factor", 2) : fields.Integer("step", 1, 1);
        if (isByFactor && fields.Find("step") is not null)
        {
            fields.Refuse("step", JobErrorCodes.DoNotFit, "and \"factor\" say two things; give one of them");
            return ([], string.Empty);
        }

        if (low is null || high is null || by is null)
        {
            return ([], string.Empty);
        }

        if (high < low)
        {
            fields.Refuse("high", JobErrorCodes.OutOfRange, $"is below \"low\" = {low}");
            return ([], string.Empty);
        }

        if (!isByFactor && (high - low) / by >= MostOptions)
        {
            fields.Refuse("high", JobErrorCodes.OutOfRange, $"makes {((high - low) / by) + 1} options; allowed: at most {MostOptions}; "
                + "give a larger \"step\"");
            return ([], string.Empty);
        }

        return (isByFactor ? CustomGrid.Powers(low.Value, high.Value, by.Value) : CustomGrid.Integers(low.Value, high.Value, by.Value),
            $",\"low\":{low},\"high\":{high},\"{(isByFactor ? "factor" : "step")}\":{by}");
    }

    private static (IReadOnlyList<CustomOption> Options, string Json) Numbers(CustomFields fields)
    {
        var (low, high, count) = (fields.Number("low"), fields.Number("high"), fields.Integer("count", 2));
        var scale = fields.Word("scale", [Linear, Log], Linear);
        if (low is null || high is null || count is null || scale is null)
        {
            return ([], string.Empty);
        }

        if (count > MostOptions)
        {
            fields.Refuse("count", JobErrorCodes.OutOfRange, $"is out of range; allowed: 2 to {MostOptions}");
        }
        else if (high <= low)
        {
            fields.Refuse("high", JobErrorCodes.OutOfRange, $"is not above \"low\" = {CanonicalJson.Number(low.Value)}");
        }
        else if (!double.IsFinite(high.Value - low.Value))
        {
            fields.Refuse("high", JobErrorCodes.OutOfRange,
                $"is too far from \"low\" = {CanonicalJson.Number(low.Value)}: their difference is no finite number");
        }
        else if (scale == Log && low <= 0)
        {
            fields.Refuse("low", JobErrorCodes.OutOfRange, "has no logarithm; with \"scale\" \"log\" it must be more than 0");
        }
        else
        {
            var options = CustomGrid.Numbers(low.Value, high.Value, (int)count.Value, scale == Log);
            if (options.Select(option => option.Text).Distinct(StringComparer.Ordinal).Count() == options.Count)
            {
                return (options, $",\"low\":{CanonicalJson.Number(low.Value)},\"high\":{CanonicalJson.Number(high.Value)},"
                    + $"\"count\":{count},\"scale\":{CanonicalJson.Text(scale)}");
            }

            fields.Refuse("count", JobErrorCodes.OutOfRange, "makes numbers that do not differ in ten digits; give fewer");
        }

        return ([], string.Empty);
    }

    private static (IReadOnlyList<CustomOption> Options, string Json) Items(CustomFields fields, IReadOnlyList<string> earlier)
    {
        var inputs = fields.Find("inputs") is null ? [] : fields.Options("inputs");
        var among = fields.Find("among") is null
            ? [.. earlier.Select(name => new CustomOption(name, CanonicalJson.Text(name)))] : fields.Options("among");
        if (inputs is null || among is null)
        {
            return ([], string.Empty);
        }

        if (among.FirstOrDefault(item => !earlier.Contains(item.Text)) is { } unknown)
        {
            fields.Refuse("among", JobErrorCodes.UnknownWord, $"names \"{Messages.ForeignText.Shown(unknown.Text)}\", which is no earlier "
                + $"decision{Messages.Nearest.Hint(unknown.Text, earlier)}; allowed: "
                + (earlier.Count > 0 ? string.Join(' ', earlier) : "none, this is the first"));
            return ([], string.Empty);
        }

        IReadOnlyList<CustomOption> all = [.. inputs, .. among];
        if (all.Count == 0 || all.DistinctBy(item => item.Text).Count() < all.Count)
        {
            fields.Refuse("inputs", JobErrorCodes.BadList, all.Count == 0
                ? "is missing: there is no earlier decision, so an input from outside is needed" : "names an earlier decision again");
            return ([], string.Empty);
        }

        return (all, (inputs.Count > 0 ? $",\"inputs\":[{string.Join(",", inputs.Select(item => item.Json))}]" : string.Empty)
            + $",\"among\":[{string.Join(",", among.Select(item => item.Json))}]");
    }
}
