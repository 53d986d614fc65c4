using System.Text.Json.Serialization;

namespace Enas.Host.Dashboard.Answers;

/// <summary>How answers are written: by generated code, so that nothing is looked up when the first one is.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ReadingAnswer))]
[JsonSerializable(typeof(ProblemAnswer))]
[JsonSerializable(typeof(AboutAnswer))]
[JsonSerializable(typeof(SearchListAnswer))]
[JsonSerializable(typeof(OverviewAnswer))]
[JsonSerializable(typeof(SeriesAnswer))]
[JsonSerializable(typeof(OperationsAnswer))]
[JsonSerializable(typeof(PolicyWindowAnswer))]
[JsonSerializable(typeof(ArchitectureListAnswer))]
[JsonSerializable(typeof(ArchitectureDetailAnswer))]
[JsonSerializable(typeof(FidelityAnswer))]
[JsonSerializable(typeof(ParetoAnswer))]
[JsonSerializable(typeof(TrainingAnswer))]
[JsonSerializable(typeof(AuditAnswer))]
[JsonSerializable(typeof(ComparisonAnswer))]
[JsonSerializable(typeof(ServiceAnswer))]
[JsonSerializable(typeof(ServiceHistoryAnswer))]
[JsonSerializable(typeof(DoneAnswer))]
[JsonSerializable(typeof(SystemAnswer))]
[JsonSerializable(typeof(SearchEventAnswer))]
internal sealed partial class AnswerJson : JsonSerializerContext;
