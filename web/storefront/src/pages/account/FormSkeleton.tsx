import { Bar, repeat } from '../../ui/Skeleton';

export function FormSkeleton({ fields }: { fields: number }) {
  return (
    <div className="form">
      {repeat(fields, (index) => (
        <div key={index}>
          <Bar size="short" />
          <Bar size="block" />
        </div>
      ))}
    </div>
  );
}
